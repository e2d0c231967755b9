import type { SessionId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { busContract, losslessBusContract } from '../../contracts/bus.contract.ts';
import { createLossyBus, seededRandom, severeFaults } from '../../testing/lossy-bus.ts';
import { systemClock } from '../system-clock.ts';
import { createMemoryBus } from './bus.ts';

busContract('memory', createMemoryBus);
losslessBusContract('memory', createMemoryBus);
busContract('memory, with losses', () =>
  createLossyBus(createMemoryBus(), { random: seededRandom(1), clock: systemClock, faults: severeFaults }),
);

test('an exception of a subscriber is reported', () => {
  const reported: unknown[] = [];
  const bus = createMemoryBus((thrown) => reported.push(thrown));
  const fault = new Error('on purpose');
  bus.subscribe('sessions', () => {
    throw fault;
  });
  bus.publish({ kind: 'sessions-ended', sessions: ['one' as SessionId] });
  expect(reported).toEqual([fault]);
});
