import type { Notice } from '@securechat/client';
import { exitCode } from '../../exit-codes.ts';
import { dialStop, sessionEndedStop } from '../../failure.ts';
import { cleanLine } from '../text/clean.ts';
import type { Outcome, Tui } from './tui.ts';

/** The server of a chat that may be named NAME@HOST. */
const hostIn = (name: string) => name.slice(name.lastIndexOf('@') + 1);

const kinds = { outbox: 'unsent messages', cache: 'received messages' } as const;

/** Ends the chat; one that others stand beside ends nothing but itself: what is wrong is said where it is looked for. */
function end(tui: Tui, serverName: string, outcome: Outcome): void {
  if (tui.servers.now().open.length === 1) tui.exit(outcome);
  else tui.remark(`${outcome.say ?? ''} When this is fixed, type: /server ${serverName}`.trim(), 'warning');
}

/** Deals with what a client tells beside its state: the chat ends, or a sentence is said. */
export function heed(tui: Tui, serverName: string, notice: Notice): void {
  const url = `wss://${hostIn(serverName)}`;
  if (notice.kind === 'session_ended') {
    const user = tui.client.getSnapshot().me;
    const { exit, say } = sessionEndedStop(notice.say, user === undefined ? { url } : { url, user });
    end(tui, serverName, { exitCode: exitCode(exit), say });
  } else if (notice.kind === 'link' && notice.link.at === 'refused' && notice.dial) {
    // Another key than the trusted one: a hard stop, with both pins where they can be copied.
    const { exit, say } = dialStop(notice.dial, url);
    end(tui, serverName, { exitCode: exitCode(exit), say });
  } else if (notice.kind === 'restored') {
    tui.remark(
      `#${notice.room}: the server's history has changed, perhaps because a backup was restored. This is what it has now.`,
      'warning',
    );
  } else if (notice.kind === 'not_kept') {
    tui.remark(
      `This device cannot save ${kinds[notice.what]} (${cleanLine(notice.detail)}). Check its disk.`,
      'warning',
    );
  }
}
