import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../ports/store.ts';
import { accounts } from './store/accounts.ts';
import { descriptions } from './store/descriptions.ts';
import { events } from './store/events.ts';
import { invites } from './store/invites.ts';
import { removal } from './store/removal.ts';
import { rooms } from './store/rooms.ts';
import { search } from './store/search.ts';
import { sessions } from './store/sessions.ts';

export { draft, good, newSession, room, sessionOf, signUp, user } from './store/steps.ts';

/** What every store must do. */
export function storeContract(name: string, make: () => Promise<Store>): void {
  describe(`store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await make();
    });
    afterEach(() => store.close());

    accounts(() => store);
    invites(() => store);
    sessions(() => store);
    rooms(() => store);
    descriptions(() => store);
    removal(() => store);
    events(() => store);
    search(() => store);
  });
}
