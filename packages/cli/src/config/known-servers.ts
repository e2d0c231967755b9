import { ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import type { CommandError } from '../output/command-error.ts';
import type { Home } from './home.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const known = v.strictObject({
  /** Absent if certificate authorities vouch for the server. */
  pin: v.optional(v.string()),
  addedMs: v.number(),
  /** The account that commands use at this server by default. */
  user: v.optional(v.string()),
  /** Every account that is logged in there from this home, in the order of their first log-in. */
  accounts: v.optional(v.array(v.string())),
});
const schema = v.strictObject({
  version: v.literal(1),
  /** The default server of commands: that of the last log-in, or the one set by `servers use`. */
  last: v.optional(v.string()),
  servers: v.record(v.string(), known),
});

/** What this home stores about one server. */
export type KnownServer = v.InferOutput<typeof known>;
export type KnownServers = v.InferOutput<typeof schema>;

const none: KnownServers = { version: 1, servers: {} };

/** The servers that are trusted from this home, with their pins. */
export function readServers(home: Home): Result<KnownServers, CommandError> {
  return readJsonFile(home.serversFile, schema, none);
}

/** The accounts that are logged in at a server from this home, in the order of their first log-in. */
export function accountsOf({ user, accounts = [] }: KnownServer): readonly string[] {
  return user === undefined || accounts.includes(user) ? accounts : [...accounts, user];
}

/** An account that is logged in from this home. */
export type KnownAccount = { readonly url: string; readonly user: string; readonly isDefault: boolean };

/** Every account that is logged in from this home. A command that names no account uses the default one. */
export function allAccounts({ last, servers }: KnownServers): readonly KnownAccount[] {
  return Object.entries(servers).flatMap(([url, server]) =>
    accountsOf(server).map((user) => ({ url, user, isDefault: url === last && user === server.user })),
  );
}

type Change = (known: KnownServers) => KnownServers;

/** Changes the file; nothing is written if nothing changes. */
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

/** Stores a trusted server and its pin. The default does not change. */
export function rememberServer(
  home: Home,
  url: string,
  facts: { readonly pin?: string },
  nowMs: number,
): Result<void, CommandError> {
  return change(home, (known) => withServer(known, url, { addedMs: nowMs, ...known.servers[url], ...facts }));
}

/** Stores a log-in: the server and the account become the default. */
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

/** Removes an account. No other one becomes the default, so that nothing is sent from the wrong account. */
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

/** Removes a server, its pin and its accounts. */
export function forgetServer(home: Home, url: string): Result<void, CommandError> {
  return change(home, ({ last, ...rest }) => ({
    ...rest,
    ...(last !== undefined && last !== url ? { last } : {}),
    servers: Object.fromEntries(Object.entries(rest.servers).filter(([known]) => known !== url)),
  }));
}
