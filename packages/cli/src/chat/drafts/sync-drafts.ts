import { isRoomId, type RoomId } from '@securechat/protocol';
import { accepted } from '../../text/accepted.ts';
import type { HasClient, HasScreen } from '../chat-context.ts';
import { draftOf } from '../state/composer.ts';
import { shownComposer, shownRoomId } from '../state/selectors.ts';

/** The texts of all composers that are not empty. */
function textsOf({ view }: HasScreen): ReadonlyMap<RoomId, string> {
  const texts = new Map<RoomId, string>();
  for (const [room, composer] of Object.entries(view().ui.composers)) {
    const text = draftOf(composer);
    if (isRoomId(room) && text !== '') texts.set(room, text);
  }
  return texts;
}

/** Syncs the texts of the composers with the user's other devices. The returned function stops it. */
export function syncDrafts(context: HasScreen & HasClient, subscribe: (changed: () => void) => () => void): () => void {
  const { client, view, dispatch } = context;
  let seen = view().ui.composers;
  let shown = shownRoomId(view());
  const look = () => {
    const { composers } = view().ui;
    const earlier = seen;
    seen = composers;
    for (const [room, composer] of Object.entries(composers)) {
      if (composer !== earlier[room] && isRoomId(room)) client.writeDraft(room, draftOf(composer));
    }
    const now = shownRoomId(view());
    const left = shown;
    shown = now;
    if (left !== now && left !== '') client.saveDraft(left);
  };
  const ends = [
    client.listen((notice) => {
      if (notice.kind !== 'draft') return;
      dispatch({ kind: 'rewritten', room: notice.room, text: accepted(notice.text), elsewhere: true });
    }),
    subscribe(look),
  ];
  client.startDrafts(textsOf(context));
  return () => {
    for (const end of ends) end();
  };
}

/** Replaces the composer's text by the draft of another device. Undo brings the text back. */
export function takeDraft({ view, dispatch, showStatus }: HasScreen): void {
  const { ui, chat } = view();
  const room = shownRoomId({ ui, chat });
  const text = room === '' ? undefined : chat.otherDrafts.get(room);
  if (text === undefined) showStatus('There is no other draft of this room on your devices.');
  else if (shownComposer({ ui, chat }).editing) showStatus('Save or cancel the edit first.', 'warning');
  else dispatch({ kind: 'rewritten', room, text: accepted(text) });
}
