import type { Notice } from '@securechat/client';
import { invitationHandle, invitationSentence, labelOf } from '@securechat/client/present';
import { dialError, sessionEndedError } from '../output/command-error.ts';
import { type ChatOutcome, exitCode } from '../process/exit-codes.ts';
import { cleanLine } from '../text/clean.ts';
import type { HasClient, HasExit, HasScreen, HasServers } from './chat-context.ts';
import { thenReopen } from './state/servers.ts';

/** The host of a server that may be named NAME@HOST. */
const hostIn = (name: string) => name.slice(name.lastIndexOf('@') + 1);

const kinds = { outbox: 'unsent messages', cache: 'received messages', 'user-state': 'drafts and read marks' } as const;

/** Ends the chat. With several servers open, only this one ends, and its screen shows the reason. */
function end(context: HasScreen & HasServers & HasExit, serverName: string, outcome: ChatOutcome): void {
  if (context.servers.now().open.length === 1) context.exit(outcome);
  else context.showStatus(thenReopen(outcome.message ?? '', serverName), 'warning');
}

/** Handles a client's notice: ends the chat, or shows a sentence. */
export function handleNotice(
  context: HasScreen & HasClient & HasServers & HasExit,
  serverName: string,
  notice: Notice,
): void {
  const url = `wss://${hostIn(serverName)}`;
  if (notice.kind === 'session-ended') {
    const user = context.client.getSnapshot().me;
    const { exit, message } = sessionEndedError(notice.message, user === undefined ? { url } : { url, user });
    end(context, serverName, { exitCode: exitCode(exit), message });
  } else if (notice.kind === 'link' && notice.link.status === 'refused' && notice.dial) {
    // Another key than the trusted one: end the chat, so that both pins can be copied from the terminal.
    const { exit, message } = dialError(notice.dial, url);
    end(context, serverName, { exitCode: exitCode(exit), message });
  } else if (notice.kind === 'restored') {
    context.showStatus(
      `${labelOf(context.client.getSnapshot(), notice.room)}: the server's history has changed, perhaps because a backup was restored. This is what it has now.`,
      'warning',
    );
  } else if (notice.kind === 'invited') {
    context.showStatus(
      `${invitationSentence(notice.invitation)}. To join: /accept ${invitationHandle(notice.invitation)}`,
    );
  } else if (notice.kind === 'synced' && context.client.getSnapshot().invitations.length > 0) {
    const { length } = context.client.getSnapshot().invitations;
    context.showStatus(`You have ${length} ${length === 1 ? 'invitation' : 'invitations'}. To list: /invitations`);
  } else if (notice.kind === 'state-refused') {
    context.showStatus(notice.message, 'warning');
  } else if (notice.kind === 'persist-failed') {
    context.showStatus(
      `This device cannot save ${kinds[notice.what]} (${cleanLine(notice.detail)}). Check its disk.`,
      'warning',
    );
  }
}
