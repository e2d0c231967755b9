import { readFileSync } from 'node:fs';
import { type ChatClient, type ChatClientOptions, createChatClient } from '@securechat/client';
import { nodeClock, nodeDialer } from '@securechat/client/node';
import type { Result, RoomEvent, RoomId } from '@securechat/protocol';

/** A server to connect to. */
export type Where = { readonly url: string; readonly pin: string };

export const general = 'general' as RoomId;

/** A client of the core, not connected yet. */
export function clientOf({ url, pin }: Where, options: Partial<ChatClientOptions> = {}): ChatClient {
  const client = { name: 'test', version: '0' };
  return createChatClient({ url, dialer: nodeDialer({ pin }), clock: nodeClock, client, device: 'test', ...options });
}

/** A user who has just signed up: a connected client, and the token of its session. */
export async function newMember(where: Where, user: string, options: Partial<ChatClientOptions> = {}) {
  const client = clientOf(where, options);
  await client.connect();
  const session = await client.signUp({ user, password: `the long password of ${user}` });
  if (!session.ok || session.value.token === undefined) throw new Error(`${user} could not sign up`);
  return { client, token: session.value.token };
}

/** Creates an account and returns its token. */
export async function signUp(where: Where, user: string): Promise<string> {
  const { client, token } = await newMember(where, user, { follow: false });
  await client.close();
  return token;
}

/** A member who follows its rooms and has caught up. */
export async function member(
  where: Where,
  token: string,
  options: Partial<ChatClientOptions> = {},
): Promise<ChatClient> {
  const client = clientOf(where, { token, recent: 0, ...options });
  await client.connect();
  const synced = await client.synced();
  if (!synced.ok) throw new Error(`no catch-up: ${JSON.stringify(synced.error)}`);
  return client;
}

/** What was asked for; throws if it was refused. */
export function good<T>(answer: Result<T, unknown>): T {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

/** The text of a message; undefined for other events. */
export function textOf(event: RoomEvent): string | undefined {
  return event.type === 'message' && event.body.kind === 'text' ? event.body.text : undefined;
}

/** The value that this percentage of the values does not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** The resident memory of a process, in MiB. */
export function rssMiB(pid: number): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

/** The peak memory of a process while something runs, in MiB. */
export async function maxMiB<T>(pid: number, what: () => Promise<T>): Promise<{ value: T; maxMiB: number }> {
  let most = rssMiB(pid);
  const timer = setInterval(() => {
    most = Math.max(most, rssMiB(pid));
  }, 20);
  try {
    return { value: await what(), maxMiB: most };
  } finally {
    clearInterval(timer);
  }
}
