import type { ChatClient, Clock } from '@securechat/client';
import { cleanLine } from '@securechat/client/present';
import type { SessionSummary } from '@securechat/protocol';
import { sayLastSeen } from './dates.ts';
import { button, byId, make } from './elements.ts';
import type { OrShowError } from './failure.ts';

export type DevicesParts = { readonly client: ChatClient; readonly clock: Clock; readonly ask: OrShowError };

/** Where a session was last used from and when, for a person who wonders whether it is theirs. */
function aboutSession({ current, lastSeenMs, address }: SessionSummary, nowMs: number): string {
  const when = current ? 'active now' : sayLastSeen(lastSeenMs, nowMs);
  return address === undefined ? when : `${when} · ${cleanLine(address)}`;
}

/** The devices that are logged in to the account, each with a button that logs it out. */
export class Devices {
  readonly #parts: DevicesParts;
  readonly #place = byId('devices', HTMLDetailsElement);
  readonly #list = byId('sessions', HTMLUListElement);

  constructor(parts: DevicesParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#place.addEventListener('toggle', () => void this.#load(), { signal });
    signal.addEventListener('abort', () => {
      this.#place.open = false;
      this.#list.replaceChildren();
    });
  }

  async #load(): Promise<void> {
    if (!this.#place.open) return;
    const sessions = await this.#parts.ask(this.#parts.client.sessions());
    if (!sessions || !this.#place.open) return;
    // The one in use first, then the most recently used.
    const order = [...sessions].sort((a, b) => Number(b.current) - Number(a.current) || b.lastSeenMs - a.lastSeenMs);
    this.#list.replaceChildren(...order.map((session) => this.#item(session)));
  }

  #item(session: SessionSummary): HTMLElement {
    const { client, clock, ask } = this.#parts;
    const name = cleanLine(session.device);
    const about = make('p', {}, aboutSession(session, clock.nowMs()));
    const item = make('li', {}, make('span', {}, session.current ? `${name} (this device)` : name), about);
    const logOut = async () => {
      await ask(client.revokeSession(session.id));
      await this.#load();
    };
    if (!session.current) item.append(button('Log out', () => void logOut(), `Log out ${name}`));
    return item;
  }
}
