import { encodeFrame, ok, type Result } from '@securechat/protocol';
import type { ChatClient, Failure } from './api.ts';
import type { Link } from './link/link.ts';
import type { Requests } from './requests.ts';

type Parts = { readonly requests: Pick<Requests, 'ask'>; readonly link: Pick<Link, 'at' | 'send'> };

async function done(asking: Promise<Result<unknown, Failure>>): Promise<Result<void, Failure>> {
  const answer = await asking;
  return answer.ok ? ok(undefined) : answer;
}

/** The requests about people and profiles, and whether this device is idle. */
export class PeopleRequests {
  readonly #parts: Parts;
  #isIdle = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A catch-up is complete. A new connection counts as used, so the server is told otherwise. */
  synced(): void {
    if (this.#isIdle) this.#send();
  }

  /** These methods of the client's interface. */
  toApi(): Pick<ChatClient, 'setProfile' | 'person' | 'setIdle'> {
    const { requests } = this.#parts;
    return {
      setProfile: (change) => done(requests.ask('profile.set', change)),
      person: async (user) => {
        const answer = await requests.ask('profile.get', { user });
        return answer.ok ? ok(answer.value.person) : answer;
      },
      setIdle: (on) => {
        if (this.#isIdle === on) return;
        this.#isIdle = on;
        this.#send();
      },
    };
  }

  #send(): void {
    const { link } = this.#parts;
    if (link.at === 'online') link.send(encodeFrame({ type: 'idle.set', on: this.#isIdle }));
  }
}
