import { inviteCode, newInvite } from './adapters/invite-codes.ts';
import { randomIds } from './adapters/random-ids.ts';
import type { Invite, InviteRoom } from './ports/invite-store.ts';
import type { Store } from './ports/store.ts';

/** An invite with the links that operators pass on. */
export type Invitation = Pick<Invite, 'id' | 'expiresMs' | 'uses' | 'used' | 'rooms'> & {
  /** For the terminal client: `securechat://…`, with the pin. */
  readonly link: string;
  /** For a browser: `https://…`. */
  readonly page: string;
};

/** The address and pin in the links. */
export type Address = { readonly address: string; readonly pin: string };

function withLinks(
  { id, expiresMs, uses, used, rooms }: Omit<Invitation, 'link' | 'page'>,
  code: string,
  at: Address,
): Invitation {
  return {
    id,
    expiresMs,
    uses,
    used,
    rooms,
    link: `securechat://${at.address}/#pin=${at.pin}&invite=${code}`,
    page: `https://${at.address}/#invite=${code}`,
  };
}

/** Whether it can be used to sign up. */
export function isOpen({ used, uses, revoked, expiresMs }: Invite, nowMs: number): boolean {
  return used < uses && !revoked && expiresMs > nowMs;
}

/** The invites of one server: their codes are derived from the pepper. */
export class Invites {
  readonly #store: Store;
  readonly #pepper: Buffer;

  constructor(store: Store, pepper: Buffer) {
    this.#store = store;
    this.#pepper = pepper;
  }

  /** Creates an invite for `uses` sign-ups, which carries these rooms. */
  async create(
    {
      uses,
      nowMs,
      validMs,
      rooms = [],
    }: { uses: number; nowMs: number; validMs: number; rooms?: readonly InviteRoom[] },
    at: Address,
  ): Promise<Invitation> {
    const { id, code } = newInvite(this.#pepper);
    const expiresMs = nowMs + validMs;
    await this.#store.createInvite({ id, codeHash: randomIds.digest(code), atMs: nowMs, expiresMs, uses, rooms });
    return withLinks({ id, expiresMs, uses, used: 0, rooms }, code, at);
  }

  /** The links of an invite; undefined if its code is unknown because it was created with another pepper. */
  links(invite: Invite, at: Address): Invitation | undefined {
    const code = inviteCode(this.#pepper, invite.id);
    const isIts = Buffer.from(invite.codeHash).equals(randomIds.digest(code));
    return isIts ? withLinks(invite, code, at) : undefined;
  }

  /** The newest open invite that carries no rooms, or a new one for one sign-up: who passes it on need not know of any rooms. */
  async newestOrNew({ nowMs, validMs }: { nowMs: number; validMs: number }, at: Address): Promise<Invitation> {
    for (const invite of await this.#store.invites()) {
      const found = isOpen(invite, nowMs) && invite.rooms.length === 0 ? this.links(invite, at) : undefined;
      if (found) return found;
    }
    return await this.create({ uses: 1, nowMs, validMs }, at);
  }
}
