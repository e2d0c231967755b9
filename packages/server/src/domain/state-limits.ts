import { limits } from '@securechat/protocol/limits';
import { maxStateEntries } from '@securechat/protocol/user-state';
import type { StateLimits } from './decide-state.ts';

/** Removed entries that are remembered for devices that were away; a device that missed more gets all entries again. */
const maxRemoved = 1000;

/** How much an account can keep. */
export const stateLimits: StateLimits = {
  ofKind: maxStateEntries,
  entries: limits.stateEntries,
  bytes: limits.stateBytes,
  removed: maxRemoved,
};
