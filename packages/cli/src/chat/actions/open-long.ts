import type { HasLayout, HasScreen } from '../chat-context.ts';
import { selectingIn } from '../state/selecting.ts';
import { shownRoom } from '../state/selectors.ts';
import { anchorShowing, type Lines, maxFoldedRows, scroll, seenLines } from '../window.ts';

/** Rows that stay visible, for orientation. */
const overlap = 2;

/** The long message to expand: the current one of a selection, or the lowest one on the screen. */
function longIndex(context: HasScreen, lines: Lines, height: number): number | undefined {
  const view = context.view();
  const selecting = selectingIn(view.ui.selecting, shownRoom(view));
  const at = selecting && lines.find(`event ${selecting.at}`);
  const seen = at === undefined ? seenLines(lines, height, view.ui.anchor) : { first: at, last: at };
  for (let i = seen.last; i >= seen.first; i--) if (lines.isLong?.(i)) return i;
  return undefined;
}

/** Expands a long message, scrolled to where it was cut; or folds it again. */
export function openLong(context: HasScreen & HasLayout): void {
  const view = context.view();
  const { ui } = view;
  const before = context.layout.timeline(view);
  const index = longIndex(context, before.lines, before.height);
  const message = index === undefined ? undefined : shownRoom(view)?.timeline.at(index);
  if (index === undefined || message?.kind !== 'message') {
    context.showStatus('No message here is folded.');
    return;
  }
  const { id } = message;
  context.dispatch({ kind: 'message-opened', id });
  const { lines, height } = context.layout.timeline(context.view());
  const unread = lines.rows(index).length - (maxFoldedRows + height - overlap);
  const anchor =
    ui.opened.has(id) || unread < 0
      ? anchorShowing(lines, height, ui.anchor, index)
      : { key: lines.key(index), below: Math.max(0, unread) };
  const selecting = context.view().ui.selecting;
  if (selecting) context.dispatch({ kind: 'select-moved', at: selecting.at, anchor, extends: false });
  else context.dispatch({ kind: 'scrolled', anchor: scroll(lines, height, anchor, 0).anchor });
}
