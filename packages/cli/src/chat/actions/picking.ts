import type { RoomId } from '@securechat/protocol';
import type { HasClient, HasLayout, HasScreen, HasServers } from '../chat-context.ts';
import { openDirect } from '../slash/commands/dm.ts';
import { choicesOf, chosenIndex, type PickerChoice } from '../state/choices.ts';
import { shownComposer, shownRoomId } from '../state/selectors.ts';
import { showMessage } from './scrolling.ts';

/** Selects the line above or below, wrapping around. */
export function chooseBy(context: HasScreen, by: 1 | -1): void {
  const view = context.view();
  const { picker } = view.ui;
  const choices = choicesOf(view);
  if (!picker || choices.length === 0) return;
  const next = choices[(chosenIndex(picker, choices) + by + choices.length) % choices.length];
  context.dispatch({ kind: 'chosen', key: next?.key });
}

/** Goes to another server, or reports the error. */
async function goTo(context: HasScreen & HasServers, server: string, room?: RoomId): Promise<void> {
  const gone = await context.servers.go(server, room);
  if (!gone.ok) context.showStatus(gone.error, 'warning');
}

function follow(context: HasScreen & HasClient & HasLayout & HasServers, { leads }: PickerChoice): void {
  const view = context.view();
  const room = shownRoomId(view);
  if (leads.to === 'server') void goTo(context, leads.server);
  else if (leads.to === 'room' && leads.server !== undefined) void goTo(context, leads.server, leads.room);
  else if (leads.to === 'room') context.dispatch({ kind: 'room-shown', room: leads.room });
  else if (leads.to === 'message') {
    if (leads.room !== undefined && leads.room !== room) context.dispatch({ kind: 'room-shown', room: leads.room });
    void showMessage(context, leads.seq);
  } else if (leads.to === 'person') void openDirect(context, leads.user);
  else if (shownComposer(view).text === '') context.dispatch({ kind: 'typed', room, text: `/${leads.name} ` });
  else context.showStatus(`/${leads.name} needs an empty composer. Send the text, or clear it with Ctrl+C.`, 'warning');
}

/** Closes the list and opens the selected entry. */
export function acceptChoice(context: HasScreen & HasClient & HasLayout & HasServers): void {
  const view = context.view();
  const { picker } = view.ui;
  const choices = choicesOf(view);
  const choice = picker && choices[chosenIndex(picker, choices)];
  if (!choice) return;
  context.dispatch({ kind: 'closed' });
  follow(context, choice);
}
