import {
  type ChatClient,
  entryOf,
  MemoryUserStateStore,
  type MessageEntry,
  type Notice,
  roomOf,
} from '@securechat/client';
import { nodeClock } from '@securechat/client/node';
import { eventJson, roomHandle, syncText } from '@securechat/client/present';
import { ok, type Result, type RoomEvent } from '@securechat/protocol';
import { asked, withSessionAt } from '../accounts/connect.ts';
import { roomNames } from '../accounts/room-names.ts';
import { resolveAccount, type Target } from '../accounts/target.ts';
import type { NotificationChannel } from '../chat/notifications/channel.ts';
import { startNotifier } from '../chat/notifications/notifications.ts';
import { type NotificationKind, notificationFor } from '../chat/notifications/policy.ts';
import { terminalFocus } from '../chat/notifications/terminal-focus.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import {
  type CommandError,
  commandError,
  dialError,
  sessionEndedError,
  unreachableError,
} from '../output/command-error.ts';
import { eventPrinter } from '../output/event-line.ts';
import type { CliEnv, CommonFlags } from '../process/env.ts';
import type { Settings } from '../settings/table.ts';
import { cleanLine } from '../text/clean.ts';

export type WatchFlags = CommonFlags & { readonly full?: boolean };

/** Opens the way in which the settings notify: by the terminal, its bell, or a command. */
export type OpenChannel = (settings: Settings, env: CliEnv) => Pick<NotificationChannel, 'notify'>;

/** Why a message concerns the user; undefined if it does not. Do not disturb silences notifications, but not what is printed. */
function reasonOf(message: MessageEntry, client: ChatClient, settings: Settings): NotificationKind | undefined {
  const chat = client.getSnapshot();
  const room = roomOf(chat, message.room);
  return notificationFor(message, {
    chat,
    shown: undefined,
    kindOf: () => room.kind,
    nameOf: () => roomHandle(room),
    focused: false,
    settings: { ...settings, doNotDisturb: false, notify: 'auto' },
  });
}

/** Prints a message, in JSON with its reason. */
function printer(run: CommandContext<WatchFlags>, target: Target, roomOf: ReturnType<typeof roomNames>['roomOf']) {
  const { flags, out, env } = run;
  const { json, full = false } = flags;
  const print = eventPrinter(out, false, env.nowMs(), { roomOf, withRoom: true, full, at: target });
  return (event: RoomEvent, reason: NotificationKind) => {
    if (json) out.json({ ...eventJson(event, roomHandle(roomOf(event.room))), reason });
    else print(event);
  };
}

/** The end of the command, and what each notice of its client does. */
function follow(run: CommandContext<WatchFlags>, target: Target, happened: (event: RoomEvent) => void) {
  const { flags, out, env } = run;
  const { promise: ended, resolve: finish } = Promise.withResolvers<Result<void, CommandError>>();
  const fail = (error: CommandError) => finish({ ok: false, error });
  const interrupt = () => finish(commandError('interrupted', ''));
  if (env.interrupted.aborted) interrupt();
  env.interrupted.addEventListener('abort', interrupt);
  let wasOnline = false;
  const onNotice = (notice: Notice) => {
    if (notice.kind === 'event') happened(notice.event);
    else if (notice.kind === 'session-ended') fail(sessionEndedError(notice.message, target));
    else if (notice.kind === 'link' && notice.link.status === 'refused') {
      if (notice.dial) fail(dialError(notice.dial, target.url));
      else finish(commandError('refused', cleanLine(notice.link.message)));
    } else if (notice.kind === 'synced') {
      if (wasOnline && !flags.json) out.note(['reconnected', syncText(notice)].filter(Boolean).join(' · '));
      wasOnline = true;
    }
  };
  return { onNotice, ended, fail };
}

/** The user's settings; mistakes in the file are reported, and do not prevent anything. */
async function settingsOf({ out }: CommandContext, { home }: Target): Promise<Settings> {
  const { loadSettings } = await import('../settings/load.ts');
  const { value, complaints } = loadSettings(home);
  for (const complaint of complaints) out.warn(complaint);
  return value;
}

/** Prints messages that mention the user and direct messages as they arrive, across interruptions, and notifies about them. */
export async function watch(
  run: CommandContext<WatchFlags>,
  openChannel: OpenChannel,
): Promise<Result<void, CommandError>> {
  const { env, out } = run;
  const resolved = await resolveAccount(run);
  if (!resolved.ok) return resolved;
  const target = resolved.value;
  const settings = await settingsOf(run, target);
  const { follow: readNames, roomOf } = roomNames();
  const print = printer(run, target, roomOf);
  let reason: (message: MessageEntry) => NotificationKind | undefined = () => undefined;
  const { onNotice, ended, fail } = follow(run, target, (event) => {
    const entry = entryOf(event);
    const why = entry.kind === 'message' ? reason(entry) : undefined;
    if (why) print(event, why);
  });
  const prepare = (client: ChatClient) => {
    readNames(client);
    reason = (message) => reasonOf(message, client, settings);
    client.listen(onNotice);
  };
  // Without a cursor it begins at the newest event.
  const options = {
    recent: 0,
    waitMs: Number.POSITIVE_INFINITY,
    prepare,
    userStateStore: new MemoryUserStateStore(),
    setsMarks: false,
  };
  return await withSessionAt(run, target, options, async ({ client, lost }) => {
    void lost.then((failure) => fail(unreachableError(failure, target, Number.POSITIVE_INFINITY)));
    const synced = await Promise.race([asked(client.synced(), target), ended]);
    if (!synced.ok) return synced;
    const focus = terminalFocus();
    focus.focus(false);
    const stop = startNotifier({
      client,
      clock: nodeClock,
      settings: () => settings,
      channel: openChannel(settings, env),
      terminalFocus: focus,
      shown: () => undefined,
      pace: { toldMs: Number.NEGATIVE_INFINITY },
      remark: (text) => out.warn(text),
    });
    if (env.stderr.isTTY) out.note('Waiting for mentions and direct messages. Press Ctrl-C to stop.');
    const end = await ended;
    stop();
    return end.ok ? ok(undefined) : end;
  });
}
