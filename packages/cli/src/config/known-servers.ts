import { ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import type { Stop } from '../failure.ts';
import type { Home } from './home.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const known = v.strictObject({
  /** Absent where certificate authorities vouch for the server. */
  pin: v.optional(v.string()),
  addedMs: v.number(),
  /** Who signed in there last from this home. */
  user: v.optional(v.string()),
});
const schema = v.strictObject({
  version: v.literal(1),
  /** The server used last, which is the default for the next command. */
  last: v.optional(v.string()),
  servers: v.record(v.string(), known),
});

/** What is known of one server. */
export type KnownServer = v.InferOutput<typeof known>;
type KnownServers = v.InferOutput<typeof schema>;

const none: KnownServers = { version: 1, servers: {} };

/** The servers that were trusted from this home, and with which keys. */
export function readServers(home: Home): Result<KnownServers, Stop> {
  return readJsonFile(home.serversFile, schema, none);
}

/** Notes what is now known of a server and makes it the default. */
export function rememberServer(
  home: Home,
  url: string,
  facts: { readonly pin?: string; readonly user?: string },
  nowMs: number,
): Result<void, Stop> {
  const read = readServers(home);
  if (!read.ok) return read;
  const before = read.value.servers[url] ?? { addedMs: nowMs };
  const after = { ...before, ...facts };
  if (read.value.last === url && JSON.stringify(after) === JSON.stringify(read.value.servers[url]))
    return ok(undefined);
  return writeJsonFile(home.serversFile, {
    version: 1,
    last: url,
    servers: { ...read.value.servers, [url]: after },
  } satisfies KnownServers);
}

/** Notes that nobody is signed in there from this home any more. */
export function forgetUser(home: Home, url: string): Result<void, Stop> {
  const read = readServers(home);
  if (!read.ok) return read;
  const before = read.value.servers[url];
  if (before?.user === undefined) return ok(undefined);
  const { user: _, ...rest } = before;
  return writeJsonFile(home.serversFile, { ...read.value, servers: { ...read.value.servers, [url]: rest } });
}

/** Forgets a server and its pin. */
export function forgetServer(home: Home, url: string): Result<void, Stop> {
  const read = readServers(home);
  if (!read.ok) return read;
  const { last, ...rest } = read.value;
  const servers = Object.fromEntries(Object.entries(read.value.servers).filter(([known]) => known !== url));
  return writeJsonFile(home.serversFile, {
    ...rest,
    ...(last !== undefined && last !== url ? { last } : {}),
    servers,
  } satisfies KnownServers);
}
