import type { Session } from '@securechat/client';
import { carriedRoomsTexts, roomHandle } from '@securechat/client/present';
import { ok, type Result } from '@securechat/protocol';
import { signUp } from '../accounts/account.ts';
import type { Target } from '../accounts/target.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { openChatStore } from '../local-data/local-store.ts';
import type { CommandError } from '../output/command-error.ts';

/** An account that has signed up or logged in, and what became of the rooms of its invite: in words, and in JSON output. */
export type Entered = {
  readonly user: string;
  /** The end of the sentence that says who has signed up, and why some rooms were not joined; empty for nothing. */
  readonly joined: string;
  readonly missed: string;
  readonly json: object;
};

/** The rooms of the invite in JSON output. */
function roomsJson({ rooms = [], missed = [] }: Session): object {
  return {
    rooms: rooms.map((room) => ({ room: room.id, kind: room.kind, roomName: roomHandle(room) })),
    missed: missed.map(({ name, code, message }) => ({ roomName: name ?? null, code, message })),
  };
}

/** The first chat opens in the first room of the invite, as if it had been shown last. */
async function openThere(run: CommandContext, { token: _, ...place }: Target, { user, rooms }: Session): Promise<void> {
  const [first] = rooms ?? [];
  if (first === undefined) return;
  const { store } = await openChatStore(run, { ...place, user });
  try {
    store?.drafts.showed(first.id);
  } catch {
    // The disk is full, for example: the account exists all the same, and the chat opens in #general.
  } finally {
    store?.close();
  }
}

/** Signs up, and says why rooms of the invite were not joined. */
export async function signUpWithRooms(
  run: CommandContext,
  target: Target,
  argument: string | undefined,
): Promise<Result<Entered, CommandError>> {
  const session = await signUp(run, target, argument);
  if (!session.ok) return session;
  await openThere(run, target, session.value);
  const texts = carriedRoomsTexts(session.value);
  if (!run.flags.json) for (const text of texts.missed) run.out.warn(text);
  const joined = texts.joined === undefined ? '' : ` ${texts.joined}`;
  return ok({ user: session.value.user, joined, missed: texts.missed.join(' '), json: roomsJson(session.value) });
}
