import type { ChatClient, Clock } from '@securechat/client';
import { cleanLine } from '@securechat/client/present';
import type { SessionSummary } from '@securechat/protocol';
import { sayLastSeen } from './dates.ts';
import { DetailsList } from './details-list.ts';
import { button, make } from './elements.ts';
import type { OrShowError } from './failure.ts';

export type DevicesParts = { readonly client: ChatClient; readonly clock: Clock; readonly ask: OrShowError };

/** Where and when a session was last used, so that users can recognize it. */
function aboutSession({ current, lastSeenMs, address }: SessionSummary, nowMs: number): string {
  const when = current ? 'active now' : sayLastSeen(lastSeenMs, nowMs);
  return address === undefined ? when : `${when} · ${cleanLine(address)}`;
}

/** The devices that are logged in to the account, each with a button that logs it out. */
export class Devices {
  readonly #parts: DevicesParts;
  readonly #list: DetailsList;

  constructor(parts: DevicesParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#list = new DetailsList({ details: 'devices', list: 'sessions' }, () => this.#load(), signal);
  }

  async #load(): Promise<readonly HTMLElement[] | undefined> {
    const sessions = await this.#parts.ask(this.#parts.client.sessions());
    if (!sessions) return undefined;
    // The current one first, then the most recently used.
    const order = [...sessions].sort((a, b) => Number(b.current) - Number(a.current) || b.lastSeenMs - a.lastSeenMs);
    return order.map((session) => this.#item(session));
  }

  #item(session: SessionSummary): HTMLElement {
    const { client, clock, ask } = this.#parts;
    const name = cleanLine(session.device);
    const about = make('p', {}, aboutSession(session, clock.nowMs()));
    const item = make('li', {}, make('span', {}, session.current ? `${name} (this device)` : name), about);
    const logOut = async () => {
      await ask(client.revokeSession(session.id));
      await this.#list.reload();
    };
    if (!session.current) item.append(button('Log out', () => void logOut(), `Log out ${name}`));
    return item;
  }
}
