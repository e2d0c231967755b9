import process from 'node:process';
import { text } from 'node:stream/consumers';
import { openPrompt } from '@securechat/prompt';
import { runChecks } from './checks.ts';
import { type Config, readConfig } from './config.ts';
import { roomHandle } from './invite-rooms.ts';
import { isOpen } from './invites.ts';
import { type ListedInvite, type Operator, openOperator } from './operator.ts';
import { flushOutput, guardOutput, out, print, refuseFullOutput, showError, writeFailure } from './output.ts';
import type { InviteRoom } from './ports/invite-store.ts';
import { type Actions, type Flags, runProgram } from './program.ts';
import { serve } from './serve.ts';
import { serverVersion } from './version.ts';

/** The options of a command that prints; or the exit code, after an error message, if they are wrong or standard output is full. */
function configureOutput(flags: Flags): { readonly config: Config } | { readonly exit: number } {
  const config = configure(flags);
  if (!config) return { exit: 2 };
  return refuseFullOutput() ? { exit: 1 } : { config };
}

function configure(flags: Flags): Config | undefined {
  const config = readConfig({ flags, env: process.env, terminal: process.stderr.isTTY === true });
  if (config.ok) return config.value;
  showError(config.error);
  return undefined;
}

async function operate(flags: Flags, work: (operator: Operator, config: Config) => Promise<number>): Promise<number> {
  const ready = configureOutput(flags);
  if ('exit' in ready) return ready.exit;
  const { config } = ready;
  const opened = await openOperator(config);
  if (!opened.ok) {
    showError(opened.error);
    return 1;
  }
  try {
    return await work(opened.value, config);
  } finally {
    await opened.value.close();
  }
}

function finish(result: { ok: true } | { ok: false; error: string }, done: string): number {
  if (result.ok) out(done);
  else showError(result.error);
  return result.ok ? 0 : 1;
}

/** A new password: asked for twice on a terminal, otherwise the first line of stdin; or the exit code if there is none. */
async function newPassword(user: string): Promise<string | { readonly exit: number }> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return (await text(stdin)).split(/\r?\n/, 1)[0] ?? '';
  const prompt = openPrompt({ input: stdin, output: stderr });
  const first = await prompt.secret(`New password of ${user}: `);
  const second = await prompt.secret('Repeat the password: ');
  prompt.close();
  if (first === undefined || second === undefined) return { exit: 130 };
  if (first === second) return first;
  showError('The passwords did not match. Nothing was changed.');
  return { exit: 1 };
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** An invite as one line of a list, or as JSON. */
function describeInvite(invite: ListedInvite, json: boolean, nowMs: number): string {
  const { id, uses, used, usedBy, expiresMs, createdMs, link, page, rooms } = invite;
  const open = isOpen(invite, nowMs);
  const state = open ? 'open' : invite.revoked ? 'revoked' : used >= uses ? 'used' : 'expired';
  const links = open && link !== undefined ? { link, page } : {};
  if (json) {
    const [created, expires] = [new Date(createdMs).toISOString(), new Date(expiresMs).toISOString()];
    return JSON.stringify({ id, state, uses, used, usedBy, created, expires, rooms: rooms.map(roomJson), ...links });
  }
  const by = usedBy.length > 0 ? usedBy.join(', ') : '-';
  const columns = [
    id,
    state,
    `${used} of ${uses} used`,
    by,
    `${expiresMs > nowMs ? 'until' : 'ended'} ${day(expiresMs)}`,
  ];
  if (open || rooms.length > 0) columns.push(links.link ?? '-');
  if (rooms.length > 0) columns.push(rooms.map(roomWithState).join(', '));
  return columns.join('\t');
}

/** A room of an invite in JSON output. */
const roomJson = (room: InviteRoom): object => ({ room: room.room, roomName: roomHandle(room), state: room.state });
/** A room of an invite, and whether nobody can join it any more: `team`, `ops (archived)`. */
const roomWithState = (room: InviteRoom): string =>
  room.state === 'open' ? roomHandle(room) : `${roomHandle(room)} (${room.state})`;

/** Revokes invites whose links could not be printed: nobody else could revoke them. */
async function revokeUnprinted(
  operator: Operator,
  unprinted: readonly { readonly id: string }[],
  error: NodeJS.ErrnoException,
): Promise<number> {
  for (const { id } of unprinted) await operator.revokeInvite(id);
  if (error.code === 'EPIPE') return 0;
  const revoked = unprinted.length === 1 ? 'The invite was revoked.' : `${unprinted.length} invites were revoked.`;
  showError(`${writeFailure(error)} ${revoked}`);
  return 1;
}

const inviteActions: Pick<Actions, 'invite' | 'listInvites' | 'revokeInvite'> = {
  invite: ({ uses, count, room, ...flags }) =>
    operate(flags, async (operator, config) => {
      const rooms = Array.isArray(room) ? room.map(String) : [];
      const created = await operator.invite({ uses: Number(uses ?? 1), count: Number(count ?? 1), rooms });
      if (!created.ok) {
        showError(created.error);
        return 1;
      }
      for (const [i, { id, link, page, uses: people, expiresMs, rooms: carried }] of created.value.entries()) {
        const expires = new Date(expiresMs).toISOString();
        // A script that reads the first line keeps working; a person sees both links.
        const lines = config.json
          ? JSON.stringify({ id, invite: link, page, uses: people, expires, rooms: carried.map(roomJson) })
          : `${link}\n${page}`;
        const error = await print(lines);
        if (error) return await revokeUnprinted(operator, created.value.slice(i), error);
      }
      return 0;
    }),
  listInvites: ({ all, ...flags }) =>
    operate(flags, async (operator, config) => {
      const listed = await operator.invites();
      if (!listed.ok) {
        showError(listed.error);
        return 1;
      }
      const nowMs = Date.now();
      const shown = listed.value.filter((invite) => all === true || isOpen(invite, nowMs));
      for (const invite of shown) out(describeInvite(invite, config.json, nowMs));
      if (shown.length === 0 && process.stderr.isTTY)
        showError('There are no open invites. Create one: securechat-server invite');
      return 0;
    }),
  revokeInvite: (which, flags) =>
    operate(flags, async (operator) => {
      const revoked = await operator.revokeInvite(which);
      return finish(revoked, revoked.ok ? `Revoked the invite ${revoked.value}.` : '');
    }),
};

const userActions: Pick<Actions, 'listUsers' | 'setDisabled' | 'setAdministrator' | 'resetPassword'> = {
  listUsers: (flags) =>
    operate(flags, async (operator, config) => {
      for (const { user, createdMs, disabled, deletedMs, administrator: admin } of await operator.users()) {
        const created = new Date(createdMs).toISOString();
        const deleted = deletedMs !== undefined;
        const state = deleted ? ['deleted'] : disabled ? ['disabled'] : [];
        if (config.json) out(JSON.stringify({ user, created, disabled, deleted, admin }));
        else out([user, created, ...state, ...(admin ? ['admin'] : [])].join('\t'));
      }
      return 0;
    }),
  setDisabled: (user, disabled, flags) =>
    operate(flags, async (operator) =>
      finish(await operator.setDisabled(user, disabled), `${user} is ${disabled ? 'disabled' : 'enabled'}.`),
    ),
  setAdministrator: (user, administrator, flags) =>
    operate(flags, async (operator) =>
      finish(
        await operator.setAdministrator(user, administrator),
        `${user} is ${administrator ? 'an administrator' : 'no administrator'} of this server.`,
      ),
    ),
  resetPassword: (user, flags) =>
    operate(flags, async (operator) => {
      const password = await newPassword(user);
      if (typeof password !== 'string') return password.exit;
      const reset = await operator.resetPassword(user, password);
      return finish(reset, `Changed the password of ${user} and ended all its sessions.`);
    }),
};

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const actions: Actions = {
  serve: async ({ new: fresh, ...flags }) => {
    const config = configure(flags);
    return config ? await serve(config, { fresh: fresh === true }) : 2;
  },
  ...inviteActions,
  ...userActions,
  backup: (file, flags) =>
    operate(flags, async (operator, config) => {
      const done = await operator.backup(file);
      if (!done.ok) return finish(done, '');
      const { bytes, accounts, events } = done.value;
      if (config.json) out(JSON.stringify(done.value));
      else {
        out(`${file}: ${counted(accounts, 'account')}, ${counted(events, 'event')}, ${megabytes(bytes)}, verified.`);
        out(`Not included: ${config.dataDir}/pepper and the certs folder. Back them up once, in another place.`);
      }
      return 0;
    }),
  doctor: async (flags) => {
    const ready = configureOutput(flags);
    if ('exit' in ready) return ready.exit;
    const { config } = ready;
    const findings = await runChecks(config, { command: 'doctor' });
    const label = { ok: 'ok     ', warning: 'WARNING', failed: 'FAILED ' };
    for (const finding of findings) {
      const { what, level, message } = finding;
      out(
        config.json
          ? JSON.stringify({ what, ok: level === 'ok', level, message })
          : `${label[level]} ${what}: ${message}`,
      );
    }
    return findings.every(({ level }) => level === 'ok') ? 0 : 1;
  },
};

/** Reads the command line, runs it, and ends the process. */
export async function run(): Promise<void> {
  process.umask(0o077);
  guardOutput();
  // A bug must end the process: its supervisor restarts it.
  process.on('uncaughtException', (error) => {
    showError(`Internal error: ${error.message}. Please report it.`);
    if (process.env.SECURECHAT_DEBUG) console.error(error);
    process.exit(1);
  });
  const code = await runProgram(process.argv.slice(2), actions, serverVersion);
  await flushOutput();
  process.exit(code);
}
