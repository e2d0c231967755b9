import { ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import type { CommandError } from '../output/command-error.ts';
import type { Home } from './home.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const known = v.strictObject({
  /** Absent where certificate authorities vouch for the server. */
  pin: v.optional(v.string()),
  addedMs: v.number(),
  /** The account that commands use at this server by default. */
  user: v.optional(v.string()),
  /** Every account that is logged in there from this home, in the order of the first log-in. */
  accounts: v.optional(v.array(v.string())),
});
const schema = v.strictObject({
  version: v.literal(1),
  /** The server that commands use by default: where somebody logged in last, or what `servers use` named. */
  last: v.optional(v.string()),
  servers: v.record(v.string(), known),
});

/** What is known of one server. */
export type KnownServer = v.InferOutput<typeof known>;
export type KnownServers = v.InferOutput<typeof schema>;

const none: KnownServers = { version: 1, servers: {} };

/** The servers that were trusted from this home, and with which keys. */
export function readServers(home: Home): Result<KnownServers, CommandError> {
  return readJsonFile(home.serversFile, schema, none);
}

/** The accounts that are logged in at a server from this home, in the order of their first log-in. */
export function accountsOf({ user, accounts = [] }: KnownServer): readonly string[] {
  return user === undefined || accounts.includes(user) ? accounts : [...accounts, user];
}

/** An account that is logged in from this home. */
export type KnownAccount = { readonly url: string; readonly user: string; readonly isDefault: boolean };

/** Every account that is logged in from this home. The default one is what a command uses that names no other. */
export function allAccounts({ last, servers }: KnownServers): readonly KnownAccount[] {
  return Object.entries(servers).flatMap(([url, server]) =>
    accountsOf(server).map((user) => ({ url, user, isDefault: url === last && user === server.user })),
  );
}

type Change = (known: KnownServers) => KnownServers;

/** Changes the file; it is not written when nothing changes. */
function change(home: Home, edit: Change): Result<void, CommandError> {
  const read = readServers(home);
  if (!read.ok) return read;
  const after = edit(read.value);
  if (JSON.stringify(after) === JSON.stringify(read.value)) return ok(undefined);
  return writeJsonFile(home.serversFile, after);
}

function withServer(known: KnownServers, url: string, server: KnownServer): KnownServers {
  return { ...known, servers: { ...known.servers, [url]: server } };
}

/** Notes that a server is trusted, and with which pin. The default stays what it is. */
export function rememberServer(
  home: Home,
  url: string,
  facts: { readonly pin?: string },
  nowMs: number,
): Result<void, CommandError> {
  return change(home, (known) => withServer(known, url, { addedMs: nowMs, ...known.servers[url], ...facts }));
}

/** Notes a log-in: the server and the account become the default. */
export function rememberLogin(
  home: Home,
  url: string,
  { user, ...facts }: { readonly pin?: string; readonly user: string },
  nowMs: number,
): Result<void, CommandError> {
  return change(home, (known) => {
    const before: KnownServer = known.servers[url] ?? { addedMs: nowMs };
    const accounts = [...new Set([...accountsOf(before), user])];
    return { ...withServer(known, url, { ...before, ...facts, user, accounts }), last: url };
  });
}

/** Makes a known server the default, and one of its accounts the default there. */
export function makeDefault(home: Home, url: string, user: string | undefined): Result<void, CommandError> {
  return change(home, (known) => {
    const server = known.servers[url];
    if (server === undefined) return known;
    return { ...withServer(known, url, user === undefined ? server : { ...server, user }), last: url };
  });
}

/**
 * Notes that an account is logged out. No other account takes its place as the default: what is meant for one must never be
 * sent as another.
 */
export function forgetAccount(home: Home, url: string, user: string): Result<void, CommandError> {
  return change(home, (known) => {
    const server = known.servers[url];
    if (server === undefined) return known;
    const { user: chosen, accounts: _, ...rest } = server;
    const accounts = accountsOf(server).filter((other) => other !== user);
    return withServer(known, url, {
      ...rest,
      ...(chosen === undefined || chosen === user ? {} : { user: chosen }),
      ...(accounts.length > 0 ? { accounts } : {}),
    });
  });
}

/** Forgets a server, its pin and its accounts. */
export function forgetServer(home: Home, url: string): Result<void, CommandError> {
  return change(home, ({ last, ...rest }) => ({
    ...rest,
    ...(last !== undefined && last !== url ? { last } : {}),
    servers: Object.fromEntries(Object.entries(rest.servers).filter(([known]) => known !== url)),
  }));
}
