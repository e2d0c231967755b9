import type { RoomId } from '@securechat/protocol';
import { type Choice, choicesOf, chosenIndex } from '../state/choices.ts';
import { shownRoom } from '../state/selectors.ts';
import { composerOf } from '../state/ui-state.ts';
import { showMessage } from './scrolling.ts';
import type { Tui } from './tui.ts';

/** Chooses the line above or below, and goes round at the ends. */
export function chooseBy(tui: Tui, by: 1 | -1): void {
  const view = tui.view();
  const { picker } = view.ui;
  const choices = choicesOf(view);
  if (!picker || choices.length === 0) return;
  const next = choices[(chosenIndex(picker, choices) + by + choices.length) % choices.length];
  tui.dispatch({ kind: 'chosen', key: next?.key });
}

/** Goes to another server, or says why not. */
async function goTo(tui: Tui, server: string, room?: RoomId): Promise<void> {
  const gone = await tui.servers.go(server, room);
  if (!gone.ok) tui.remark(gone.error, 'warning');
}

function follow(tui: Tui, { leads }: Choice): void {
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat)?.id ?? '';
  if (leads.to === 'server') void goTo(tui, leads.server);
  else if (leads.to === 'room' && leads.server !== undefined) void goTo(tui, leads.server, leads.room);
  else if (leads.to === 'room') tui.dispatch({ kind: 'room shown', room: leads.room });
  else if (leads.to === 'message') void showMessage(tui, leads.seq);
  else if (leads.to === 'person') tui.dispatch({ kind: 'typed', room, text: `@${leads.user} ` });
  else if (composerOf(ui, room).text === '') tui.dispatch({ kind: 'typed', room, text: `/${leads.name} ` });
  else tui.remark(`/${leads.name} is typed into an empty composer. Send the text, or empty it with Ctrl+C.`, 'warning');
}

/** Closes the list and goes where the chosen line leads. */
export function acceptChoice(tui: Tui): void {
  const view = tui.view();
  const { picker } = view.ui;
  const choices = choicesOf(view);
  const choice = picker && choices[chosenIndex(picker, choices)];
  if (!choice) return;
  tui.dispatch({ kind: 'closed' });
  follow(tui, choice);
}
