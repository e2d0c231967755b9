import { userInfo } from 'node:os';
import { err, limits, ok, type Result, type UserId } from '@securechat/protocol';
import { hasCertificate, loadCertificate } from './adapters/certificate.ts';
import { isCommonPassword } from './adapters/common-passwords.ts';
import { storeEngine } from './adapters/open-store.ts';
import { loadPepper } from './adapters/pepper.ts';
import { ownNames, publicAddress } from './addresses.ts';
import { type Config, storeUrl } from './config.ts';
import { validatePassword, validateUserName } from './domain/account.ts';
import { createHasher } from './hasher.ts';
import { findInviteRooms } from './invite-rooms.ts';
import { type Address, type Invitation, Invites } from './invites.ts';
import { certsDirOf, readLastStart } from './last-start.ts';
import type { Invite } from './ports/invite-store.ts';
import type { Account, Store } from './ports/store.ts';
import type { Backup } from './ports/store-engine.ts';

/** An invite as it is listed; the links are missing if its code is unknown. */
export type ListedInvite = Invite & Partial<Pick<Invitation, 'link' | 'page'>>;

/** What the operator's commands do, beside a running server or without one. Each error is a sentence. */
export type Operator = {
  /** Creates `count` invites, each for `uses` sign-ups, which carry the rooms of these names or ids. */
  invite(ask: {
    readonly count: number;
    readonly uses: number;
    readonly rooms?: readonly string[];
  }): Promise<Result<readonly Invitation[], string>>;
  /** All invites, the newest first. */
  invites(): Promise<Result<readonly ListedInvite[], string>>;
  /** Ends an invite, given its id, its link or its code. */
  revokeInvite(which: string): Promise<Result<string, string>>;
  users(): Promise<readonly Account[]>;
  /** Sets a new password and ends the user's sessions. */
  resetPassword(user: string, password: string): Promise<Result<void, string>>;
  setDisabled(user: string, disabled: boolean): Promise<Result<void, string>>;
  /** Names or dismisses an administrator, who moderates the public rooms. */
  setAdministrator(user: string, administrator: boolean): Promise<Result<void, string>>;
  backup(file: string): Promise<Result<Backup, string>>;
  close(): Promise<void>;
};

/** The user who typed the command, also through sudo. */
function operatorName(): string {
  try {
    return process.env.SUDO_USER ?? userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** The address in the links of invites: where the server was last started, unless the options say otherwise. */
async function addressOf(config: Config): Promise<Result<Address, string>> {
  const certsDir = certsDirOf(config);
  // A new certificate would have another pin than the server.
  if (!hasCertificate(certsDir))
    return err(`There is no certificate in ${certsDir}. Use the same --certs as with serve.`);
  const hosts = ownNames(config.host, config.names);
  const certificate = await loadCertificate({ certsDir, hosts, nowMs: Date.now() });
  if (!certificate.ok) return certificate;
  const configured = publicAddress(config.host, config.names, config.port);
  const address = config.placed ? configured : (readLastStart(config.dataDir)?.address ?? configured);
  return ok({ address, pin: certificate.value.pin });
}

async function inviteParts(store: Store, config: Config): Promise<Result<{ invites: Invites; at: Address }, string>> {
  const at = await addressOf(config);
  if (!at.ok) return at;
  const pepper = await loadPepper(config.dataDir, (await store.accounts()).length === 0);
  return pepper.ok ? ok({ invites: new Invites(store, pepper.value), at: at.value }) : pepper;
}

function inviteCommands(
  store: Store,
  config: Config,
  record: (action: string, subject: string) => Promise<void>,
): Pick<Operator, 'invite' | 'invites' | 'revokeInvite'> {
  return {
    invite: async ({ count, uses, rooms: named = [] }) => {
      const parts = await inviteParts(store, config);
      if (!parts.ok) return parts;
      const rooms = await findInviteRooms(store, named, Date.now());
      if (!rooms.ok) return rooms;
      const created: Invitation[] = [];
      for (let i = 0; i < count; i++) {
        const ask = { uses, nowMs: Date.now(), validMs: config.inviteMs, rooms: rooms.value };
        const invitation = await parts.value.invites.create(ask, parts.value.at);
        await record('invite', invitation.id);
        created.push(invitation);
      }
      return ok(created);
    },
    invites: async () => {
      const parts = await inviteParts(store, config);
      if (!parts.ok) return parts;
      const all = await store.invites();
      return ok(all.map((invite) => ({ ...invite, ...parts.value.invites.links(invite, parts.value.at) })));
    },
    revokeInvite: async (which) => {
      const parts = await inviteParts(store, config);
      if (!parts.ok) return parts;
      const all = await store.invites();
      const code = /invite=([\w-]+)/.exec(which)?.[1] ?? which;
      const found = all.find((invite) => {
        const links = parts.value.invites.links(invite, parts.value.at);
        return invite.id === which || links?.page.endsWith(`#invite=${code}`);
      });
      if (!found) return err(`There is no invite ${which}. List them: securechat-server invite list`);
      if (!(await store.revokeInvite(found.id))) {
        return err(
          `The invite ${found.id} cannot be used any more anyway: it is ${found.revoked ? 'revoked' : 'used up'}.`,
        );
      }
      await record('invite revoke', found.id);
      return ok(found.id);
    },
  };
}

/** Opens the store of a server for its operator. The error is a sentence. */
export async function openOperator(config: Config): Promise<Result<Operator, string>> {
  const engine = storeEngine(storeUrl(config));
  if (!engine.ok) return engine;
  const opened = await engine.value.openBeside();
  if (!opened.ok) return opened;
  const store = opened.value;
  const record = (action: string, subject: string) =>
    store.recordAction({ atMs: Date.now(), action, subject, operator: operatorName() });
  const find = async (typed: string): Promise<Result<UserId, string>> => {
    const name = validateUserName(typed);
    const known = name.ok && (await store.account(name.value));
    if (known && known.deletedMs !== undefined) return err(`${known.user} has deleted their account. That is final.`);
    return known ? ok(known.user) : err(`There is no user ${JSON.stringify(typed)}. See: securechat-server user list`);
  };
  return ok({
    ...inviteCommands(store, config, record),
    users: () => store.accounts(),
    resetPassword: async (typed, password) => {
      const user = await find(typed);
      if (!user.ok) return user;
      const validated = validatePassword(password, {
        user: user.value,
        min: config.passwordMin,
        isCommon: isCommonPassword,
      });
      if (!validated.ok) return err(validated.error.detail ?? 'That password is too weak.');
      const pepper = await loadPepper(config.dataDir, false);
      if (!pepper.ok) return pepper;
      const hash = await createHasher(config, pepper.value).hash(validated.value);
      if (!hash.ok) return err('Hashing failed. Try again.');
      const passwordHash = hash.value;
      await store.changeAccount({ kind: 'set-password', user: user.value, passwordHash, endSessions: true });
      await record('user reset-password', user.value);
      return ok(undefined);
    },
    setDisabled: async (typed, disabled) => {
      const user = await find(typed);
      if (!user.ok) return user;
      await store.changeAccount({ kind: 'set-disabled', user: user.value, disabled, atMs: Date.now() });
      await record(disabled ? 'user disable' : 'user enable', user.value);
      return ok(undefined);
    },
    setAdministrator: async (typed, administrator) => {
      const user = await find(typed);
      if (!user.ok) return user;
      const maxAdministrators = limits.ownersPerRoom;
      const command = { user: user.value, administrator, maxAdministrators, atMs: Date.now() };
      if (!(await store.setAdministrator(command)).ok) {
        return err(
          `There are ${maxAdministrators} administrators already. Revoke one first: securechat-server user revoke USER admin`,
        );
      }
      await record(administrator ? 'user grant admin' : 'user revoke admin', user.value);
      return ok(undefined);
    },
    backup: async (file) => {
      const done = await engine.value.backUp(file);
      if (done.ok) await record('backup', done.value.file);
      return done;
    },
    close: () => store.close(),
  });
}
