import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MemoryUserStateStore } from '@securechat/client';
import { handleLabel } from '@securechat/client/present';
import { notLoggedInError, type Target } from '../accounts/target.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { sayFileProblem } from '../config/files.ts';
import { serverName } from '../text/server-url.ts';
import type { LocalStore, LocalStoreProblem } from './sqlite-store.ts';

/** Newest events of each room that are stored: about 30 MiB if all are full. */
const maxEvents = 100_000;

/** The local store of an account, or a sentence on why there is none. */
export type OpenedLocalStore = { readonly store: LocalStore | undefined; readonly message?: string };

/** The prefix of an account's file names. Undefined for a token from the environment, which may be of another account. */
function accountOf({ url, user, token }: Target): string | undefined {
  const server = encodeURIComponent(serverName(url));
  if (token) return `token-${createHash('sha256').update(token).digest('hex').slice(0, 16)}@${server}`;
  return user === undefined ? undefined : `${user}@${server}`;
}

function fileOf(target: Target, part: string): string | undefined {
  const account = accountOf(target);
  return account === undefined ? undefined : join(target.home.accountsFolder, `${account}.${part}.db`);
}

/** The folder of the spools of all accounts of a home. */
export function spoolsFolder({ accountsFolder }: Target['home']): string {
  return join(dirname(accountsFolder), 'spool');
}

/** The folder for messages of an account that `send` could not deliver. */
export function spoolFolder(target: Target): string {
  return join(spoolsFolder(target.home), accountOf(target) ?? 'nobody');
}

const loses = 'Drafts and unsent messages are lost when you close the chat.';

function sayProblem(problem: LocalStoreProblem, file: string): string {
  if (problem === 'in-use')
    return 'This account is already open in another window. Drafts and unsent messages of this window are lost when you close it.';
  if (problem === 'newer') return `${file} was written by a later version of securechat. ${loses}`;
  const { why, advice } = sayFileProblem(problem === 'damaged' ? problem : problem.code);
  return `${file} cannot be used (${why}). ${advice}. ${loses}`;
}

/** The stores of a chat's client. Without a local store, what the user keeps is known while the chat is open. */
export function clientStores(store: LocalStore | undefined) {
  if (!store) return { userStateStore: new MemoryUserStateStore() };
  return { outboxStore: store.outbox, cache: store.cache, userStateStore: store.userState };
}

/** Opens the local store of an account: cached history, drafts and unsent messages. */
export async function openChatStore(run: CommandContext, target: Target): Promise<OpenedLocalStore> {
  const file = fileOf(target, 'chat');
  if (file === undefined) return { store: undefined };
  const { openLocalStore } = await import('./sqlite-store.ts');
  const opened = openLocalStore(file, { maxEvents });
  if (opened.ok) return { store: opened.value };
  if (opened.error !== 'damaged') return { store: undefined, message: sayProblem(opened.error, file) };
  // The damaged file is moved, not deleted: it may still contain unsent messages.
  const movedTo = `${file}.damaged-${run.env.nowMs()}`;
  for (const part of ['', '-wal', '-shm'])
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${movedTo}${part}`);
  const reopened = openLocalStore(file, { maxEvents });
  if (!reopened.ok) return { store: undefined, message: sayProblem(reopened.error, file) };
  return {
    store: reopened.value,
    message: `The saved chat was damaged. It was moved to ${movedTo} and may contain unsent messages.`,
  };
}

/** The part of a file name for the followed rooms, hashed if it would be longer than a file name may be. */
function tailName(rooms: readonly string[] | undefined): string {
  if (rooms === undefined) return '+all';
  const [room = '', ...more] = rooms;
  if (more.length === 0) return room;
  return `+${createHash('sha256')
    .update([...rooms].sort().join(' '))
    .digest('hex')
    .slice(0, 16)}`;
}

const sayRooms = (rooms: readonly string[] | undefined) =>
  rooms === undefined ? 'all rooms' : rooms.map(handleLabel).join(' and ');

/** Opens the stored position of `tail --resume`; the error is a sentence. */
export async function openTailStore(
  target: Target,
  rooms: readonly string[] | undefined,
  name: string,
): Promise<{ readonly ok: true; readonly value: LocalStore } | { readonly ok: false; readonly error: string }> {
  const file = fileOf(target, `tail-${tailName(rooms)}${name === '' ? '' : `-${name}`}`);
  if (file === undefined) return { ok: false, error: notLoggedInError(target).message };
  const { openLocalStore } = await import('./sqlite-store.ts');
  const opened = openLocalStore(file, { maxEvents: 1 });
  if (opened.ok) return opened;
  if (opened.error === 'in-use') {
    return {
      ok: false,
      error: `Another tail --resume follows ${sayRooms(rooms)} already. Give this one a name of its own: --resume NAME`,
    };
  }
  const { why, advice } = sayFileProblem(typeof opened.error === 'string' ? opened.error : opened.error.code);
  return { ok: false, error: `${file} cannot be used (${why}). ${advice}, or move it away.` };
}

/** What remains after deleting an account's data: unsent messages and drafts, or everything (`open`) if a chat is using it. */
export type Left = { readonly unsent: number; readonly drafts: number; readonly open: boolean };

const nothing = { unsent: 0, drafts: 0 };

/** Deletes cached history and sent texts; returns how many unsent messages and drafts remain. */
function forgetSeen({ outbox, cache, drafts }: LocalStore): Omit<Left, 'open'> {
  const left = { unsent: outbox.load().length, drafts: drafts.load().drafts.length };
  if (left.unsent + left.drafts > 0) {
    cache.forget();
    drafts.forgetSent();
  }
  return left;
}

/** Deletes an account's local data. Unsent messages and drafts stay for the next log-in, unless `wipe`. */
export async function deleteLocalData(target: Target, wipe: boolean): Promise<Left> {
  const account = accountOf(target);
  const folder = target.home.accountsFolder;
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(`${account}.`)) : [];
  const chat = files.find((name) => name === `${account}.chat.db`);
  if (chat !== undefined) {
    const { openLocalStore } = await import('./sqlite-store.ts');
    const opened = openLocalStore(join(folder, chat), { maxEvents });
    if (!opened.ok && opened.error === 'in-use') return { ...nothing, open: true };
    const left = opened.ok && !wipe ? forgetSeen(opened.value) : nothing;
    if (opened.ok) opened.value.close();
    if (left.unsent + left.drafts > 0) {
      for (const name of files) if (!name.startsWith(chat)) rmSync(join(folder, name));
      return { ...left, open: false };
    }
  }
  for (const name of files) rmSync(join(folder, name), { force: true });
  if (wipe) rmSync(spoolFolder(target), { recursive: true, force: true });
  return { ...nothing, open: false };
}

/** Deletes the local data of logged-out accounts at a server: of `user` if given, otherwise of all that are not in `loggedIn`. */
export function deleteServerData({ home, url, user }: Target, loggedIn: readonly string[]): void {
  const folder = home.accountsFolder;
  const ofServer = `@${encodeURIComponent(serverName(url))}.`;
  if (!existsSync(folder)) return;
  const stays = new Set(loggedIn);
  for (const name of readdirSync(folder)) {
    const [account = '', rest] = name.split(ofServer);
    const goes = user === undefined ? !stays.has(account) : account === user;
    if (rest !== undefined && goes) rmSync(join(folder, name), { force: true });
  }
}
