import type { TimelineItem } from '@securechat/client';
import { scrollable } from '../state/frame.ts';
import { selectingIn } from '../state/selecting.ts';
import { shownRoom } from '../state/selectors.ts';
import { maxFoldedRows } from '../text/timeline-lines.ts';
import { anchorShowing, type Lines, scroll, seenLines } from '../text/window.ts';
import type { Tui } from './tui.ts';

/** Rows that stay on the screen, so that the eye finds where it was. */
const overlap = 2;

/** The long message that is meant: the picked one, or the lowest that is on the screen. */
function longIndex(tui: Tui, lines: Lines, height: number): number | undefined {
  const { ui, chat } = tui.view();
  const selecting = selectingIn(ui.selecting, shownRoom(ui, chat));
  const at = selecting && lines.find(`event ${selecting.at}`);
  const seen = at === undefined ? seenLines(lines, height, ui.anchor) : { first: at, last: at };
  for (let i = seen.last; i >= seen.first; i--) if (lines.isLong?.(i)) return i;
  return undefined;
}

function idOf(item: TimelineItem | undefined): string | undefined {
  return item?.kind === 'event' ? item.event.id : undefined;
}

/** Shows a long message in full, going on where it was cut; or folds it again. */
export function openLong(tui: Tui): void {
  const { ui, chat } = tui.view();
  const before = scrollable(tui.view());
  const index = longIndex(tui, before.lines, before.height);
  const id = index === undefined ? undefined : idOf(shownRoom(ui, chat)?.timeline.at(index));
  if (index === undefined || id === undefined) {
    tui.remark('No message here is folded.');
    return;
  }
  tui.dispatch({ kind: 'message opened', id });
  const { lines, height } = scrollable(tui.view());
  const unread = lines.rows(index).length - (maxFoldedRows + height - overlap);
  const anchor = ui.opened.has(id)
    ? anchorShowing(lines, height, ui.anchor, index)
    : { key: lines.key(index), below: Math.max(0, unread) };
  const selecting = tui.view().ui.selecting;
  if (selecting) tui.dispatch({ kind: 'select moved', at: selecting.at, anchor, extends: false });
  else tui.dispatch({ kind: 'scrolled', anchor: scroll(lines, height, anchor, 0).anchor });
}
