import { linkText } from '@securechat/client/present';
import { err, ok, type Result } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import type { HasClock, HasScreen, HasServers } from '../chat-context.ts';
import type { OverlayLine } from '../state/overlay.ts';
import { namedServers, newsWords, type ServerState, type Servers, serverMeant } from '../state/servers.ts';

/** The state of an open server, in words. */
function stateWords({ chat }: ServerState, nowMs: number): string {
  return [linkText(chat.link, nowMs), newsWords(chat)].filter(Boolean).join(', ');
}

/** Every known server with its state. */
function listed(servers: Servers, nowMs: number): OverlayLine[] {
  return namedServers(servers).map(({ name, user }) => {
    const open = servers.open.find((server) => server.name === name);
    const state = open ? stateWords(open, nowMs) : 'not open';
    const here = name === servers.here.name ? 'current' : '';
    return { term: cleanLine(name), text: [cleanLine(user), state, here].filter(Boolean).join(' · ') };
  });
}

/** The name of the server to close: the shown one if none is named. */
function toClose(servers: Servers, wanted: string): Result<string, string> {
  if (wanted === '') return ok(servers.here.name);
  const meant = serverMeant(wanted, namedServers(servers));
  if (!meant.ok) return meant;
  const { name } = meant.value;
  return servers.open.some((server) => server.name === name) ? ok(name) : err(`${name} is not open.`);
}

/** `/server`: lists the servers, switches to one, or closes one. */
export async function server(context: HasScreen & HasClock & HasServers, argument: string): Promise<void> {
  context.servers.lookUp();
  const servers = context.servers.now();
  const [, close, wanted = ''] = /^(close(?=\s|$))?\s*(.*)$/is.exec(argument) ?? [];
  if (close === undefined && wanted === '') {
    const title = 'Servers (/server NAME to switch, /server close NAME to disconnect)';
    return context.dispatch({ kind: 'overlay-opened', title, lines: listed(servers, context.clock.nowMs()) });
  }
  const meant = close === undefined ? serverMeant(wanted, namedServers(servers)) : toClose(servers, wanted);
  if (!meant.ok) return context.showStatus(meant.error, 'warning');
  const done =
    typeof meant.value === 'string'
      ? await context.servers.close(meant.value)
      : await context.servers.go(meant.value.name);
  if (!done.ok) context.showStatus(done.error, 'warning');
}
