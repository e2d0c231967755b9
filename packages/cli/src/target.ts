import { probePin } from '@securechat/client/node';
import { ok, type Result } from '@securechat/protocol';
import { type Home, homeAt } from './config/home.ts';
import { readServers, rememberServer } from './config/known-servers.ts';
import { defaultServer, isPin, parseServer, serverName } from './config/server-url.ts';
import { dialStop, pinUnknown, type Stop, stop } from './failure.ts';
import type { Run } from './run.ts';

/** The server a command talks to, and how it is known to be that one. */
export type Target = {
  readonly home: Home;
  readonly url: string;
  /** The pin the server must show; without one, certificate authorities must vouch for it. */
  readonly pin?: string;
  /** Who signed in there last. */
  readonly user?: string;
};

const probeLimitMs = 10_000;

/** The server named by flag or variable, else the last used, else this machine. */
export function chooseServer(run: Run, last: string | undefined): Result<string, Stop> {
  const wanted = run.flags.server ?? run.env.variables.SECURECHAT_SERVER ?? last ?? defaultServer;
  const url = parseServer(wanted);
  return url.ok ? url : stop('usage', url.error);
}

/** Which pin a server must show: the known one, which a given one must equal. */
export function choosePin(
  url: string,
  given: string | undefined,
  known: string | undefined,
): Result<string | undefined, Stop> {
  if (given === undefined) return ok(known);
  if (!isPin(given)) return stop('usage', 'A pin is 43 letters, as the server prints it at its start. Check --pin.');
  if (known !== undefined && known !== given) {
    return stop(
      'pin',
      `The pin given is not the one known here for ${serverName(url)}. Given: ${given}. Known: ${known}. Nothing was sent. ` +
        `Check --pin or the link. If the server was given a new key: securechat servers forget ${serverName(url)}`,
    );
  }
  return ok(given);
}

/** Shows the pin of a server seen for the first time and asks whether it is the right one. */
async function trust(run: Run, home: Home, url: string, seen: string): Promise<Result<Target, Stop>> {
  if (!run.ask.possible) return { ok: false, error: pinUnknown(url, seen) };
  run.out.note(`${serverName(url)} is new here. Its pin is:\n\n  ${seen}\n\nThe server printed its pin at its start.`);
  const answer = await run.ask.text('Trust this server? [y/N] ');
  if (!answer.ok) return answer;
  if (!/^y(es)?$/i.test(answer.value.trim())) return stop('pin', 'Not trusted, so not connected.');
  const kept = rememberServer(home, url, { pin: seen }, run.env.nowMs());
  return kept.ok ? ok({ home, url, pin: seen }) : kept;
}

/** Finds the server and what it must show, asking the person to compare the pin of an unknown one. */
export async function resolveTarget(run: Run): Promise<Result<Target, Stop>> {
  if (run.env.variables.NODE_TLS_REJECT_UNAUTHORIZED) {
    return stop(
      'pin',
      'NODE_TLS_REJECT_UNAUTHORIZED is set, and would switch off the check of certificates. Unset it.',
    );
  }
  const home = homeAt(run.flags.home);
  const servers = readServers(home);
  if (!servers.ok) return servers;
  const url = chooseServer(run, servers.value.last);
  if (!url.ok) return url;
  const known = servers.value.servers[url.value];
  const pin = choosePin(url.value, run.flags.pin, known?.pin);
  if (!pin.ok) return pin;
  const target = { home, url: url.value, ...(known?.user === undefined ? {} : { user: known.user }) };
  if (pin.value !== undefined) return ok({ ...target, pin: pin.value });
  if (known !== undefined) return ok(target);
  const probed = await probePin(url.value, probeLimitMs);
  if (!probed.ok) return { ok: false, error: dialStop(probed.error, url.value) };
  return probed.value.trusted ? ok(target) : await trust(run, home, url.value, probed.value.pin);
}
