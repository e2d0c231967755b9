import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { probePin } from '@securechat/client/node';
import { ok, type Result } from '@securechat/protocol';
import { tokenFor } from '../accounts/account-token.ts';
import { chooseTarget, type TargetChoice } from '../accounts/choose-target.ts';
import { resumedSession, withClient } from '../accounts/connect.ts';
import { knownTarget, type Target } from '../accounts/target.ts';
import { keychainTokens } from '../accounts/tokens/keychain.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type Home, homeAt } from '../config/home.ts';
import { type KnownServers, readServers } from '../config/known-servers.ts';
import { spoolsFolder } from '../local-data/local-store.ts';
import { type CommandError, commandError, dialError, pinChanged } from '../output/command-error.ts';
import { makeFolder } from '../process/make-folder.ts';
import { Spool, sayRefusedFiles } from '../sending/spool.ts';
import { serverName } from '../text/server-url.ts';

type Check = {
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
  /** The exit code if this check failed. */
  readonly exit?: CommandError['exit'];
};

const probeLimitMs = 10_000;
const good = (check: string, message: string): Check => ({ check, status: 'ok', message });
const failed = (check: string, { exit, message }: CommandError): Check => ({ check, status: 'failed', message, exit });

function checkHome(folder: string): Check {
  const file = join(folder, `.${randomBytes(6).toString('hex')}`);
  try {
    makeFolder(folder);
    writeFileSync(file, '', { mode: 0o600 });
    rmSync(file);
    return good('home', `${folder} is writable`);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    const message = `${folder} cannot be written (${code}). Check its permissions, or choose another folder with --home.`;
    return failed('home', { exit: 'unexpected', message });
  }
}

/** Messages left by `send --spool`, of every account. */
function checkSpools(home: Home): Check[] {
  const folder = spoolsFolder(home);
  const spools = existsSync(folder) ? readdirSync(folder).map((account) => new Spool(join(folder, account))) : [];
  return spools.flatMap((spool): Check[] => {
    const waiting = spool.list().length;
    const refused = sayRefusedFiles(spool);
    const waits = `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} in ${spool.folder} for the next securechat send`;
    return [
      ...(waiting > 0 ? [{ check: 'spool', status: 'warning', message: waits } as const] : []),
      ...(refused !== undefined ? [{ check: 'spool', status: 'warning', message: refused } as const] : []),
    ];
  });
}

async function checkKeychain(run: CommandContext): Promise<Check> {
  const asked = await keychainTokens({ variables: run.env.variables }).read('doctor');
  if (asked.ok) return good('keychain', 'answers');
  const message = `cannot be used (${asked.error.message}); sessions are stored in a file that only you can read`;
  return { check: 'keychain', status: 'warning', message };
}

/** Checks the server, its key and the session, each only if the one before is fine. */
async function checkServer(run: CommandContext, servers: KnownServers, choice: TargetChoice): Promise<Check[]> {
  const { url } = choice;
  const probed = await probePin(url, probeLimitMs);
  if (!probed.ok) return [failed('server', dialError(probed.error, url))];
  const { pin: seen, trusted, expiresMs, fault } = probed.value;
  const checks = [good('server', `${serverName(url)} is reachable`)];
  const days = Math.floor((expiresMs - run.env.nowMs()) / 86_400_000);
  checks.push(
    days < 14
      ? { check: 'tls', status: 'warning', message: `the certificate expires in ${days} days; tell the operator` }
      : good('tls', `${trusted ? 'trusted through a certificate authority' : 'self-signed'}, valid for ${days} days`),
  );
  const wanted = run.flags.pin ?? servers.servers[url]?.pin;
  if (wanted !== undefined && wanted !== seen) return [...checks, failed('pin', pinChanged(url, wanted, seen))];
  if (wanted === undefined && fault) {
    return [...checks, failed('tls', dialError({ kind: 'bad-certificate', seen, ...fault }, url))];
  }
  if (wanted === undefined && !trusted) {
    const message = `not known yet; the server shows ${seen}. Compare it, then log in with --pin PIN`;
    return [...checks, { check: 'pin', status: 'warning', message }];
  }
  checks.push(good('pin', wanted === undefined ? 'not needed' : `${seen}, the trusted one`));
  const target = knownTarget(run, homeAt(run.flags.home), servers, choice);
  return [...checks, await checkSession(run, wanted === undefined ? target : { ...target, pin: wanted })];
}

async function checkSession(run: CommandContext, target: Target): Promise<Check> {
  const token = await tokenFor(run, target);
  if (!token.ok) return { check: 'session', status: 'warning', message: token.error.message };
  const session = await withClient(run, target, { follow: false, token: token.value }, (client) =>
    resumedSession(client, target),
  );
  return session.ok ? good('session', `logged in as ${session.value.user}`) : failed('session', session.error);
}

async function allChecks(run: CommandContext): Promise<Check[]> {
  const home = homeAt(run.flags.home);
  const checks = [
    good('node', process.versions.node),
    checkHome(home.folder),
    await checkKeychain(run),
    ...checkSpools(home),
  ];
  if (run.env.variables.NODE_TLS_REJECT_UNAUTHORIZED) {
    const message = 'NODE_TLS_REJECT_UNAUTHORIZED is set, which would turn off certificate checks. Unset it.';
    return [...checks, failed('tls', { exit: 'pin', message })];
  }
  const servers = readServers(home);
  if (!servers.ok) return [...checks, failed('servers', servers.error)];
  const choice = chooseTarget(run, servers.value.last);
  if (!choice.ok) return [...checks, failed('server', choice.error)];
  return [...checks, ...(await checkServer(run, servers.value, choice.value))];
}

/** Checks everything that a chat needs, and suggests fixes. */
export async function doctor(run: CommandContext): Promise<Result<void, CommandError>> {
  const checks = await allChecks(run);
  for (const { check, status, message } of checks) {
    if (run.flags.json) run.out.json({ check, status, message });
    else run.out.line(`${status.padEnd(7)}  ${check.padEnd(8)}  ${message}`);
  }
  const broken = checks.find(({ status }) => status === 'failed');
  return broken === undefined ? ok(undefined) : commandError(broken.exit ?? 'unexpected', '');
}
