import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../ports/store.ts';
import { accounts } from './store/accounts.ts';
import { archiving } from './store/archive.ts';
import { blockedInvitations } from './store/blocked-invitations.ts';
import { deletion } from './store/deletion.ts';
import { descriptions } from './store/descriptions.ts';
import { directRooms } from './store/direct-rooms.ts';
import { events } from './store/events.ts';
import { invitations } from './store/invitations.ts';
import { inviteRooms } from './store/invite-rooms.ts';
import { invites } from './store/invites.ts';
import { mentions } from './store/mentions.ts';
import { messageChanges } from './store/message-changes.ts';
import { moderation } from './store/moderation.ts';
import { owners } from './store/owners.ts';
import { policies } from './store/policy.ts';
import { profiles } from './store/profiles.ts';
import { removal } from './store/removal.ts';
import { roomDeletion } from './store/room-deletion.ts';
import { rooms } from './store/rooms.ts';
import { search } from './store/search.ts';
import { sessions } from './store/sessions.ts';
import { userState } from './store/user-state.ts';

export { draft, good, makeRoom, newSession, room, sessionOf, signUp, user } from './store/steps.ts';

/** What every store must do. */
export function storeContract(name: string, make: () => Promise<Store>): void {
  describe(`store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await make();
    });
    afterEach(() => store.close());

    accounts(() => store);
    profiles(() => store);
    deletion(() => store);
    invites(() => store);
    inviteRooms(() => store);
    invitations(() => store);
    blockedInvitations(() => store);
    sessions(() => store);
    rooms(() => store);
    descriptions(() => store);
    policies(() => store);
    archiving(() => store);
    roomDeletion(() => store);
    directRooms(() => store);
    removal(() => store);
    moderation(() => store);
    owners(() => store);
    events(() => store);
    search(() => store);
    userState(() => store);
    mentions(() => store);
    messageChanges(() => store);
  });
}
