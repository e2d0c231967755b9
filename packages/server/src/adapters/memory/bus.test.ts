import type { SessionId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { busContract } from '../../contracts/bus.contract.ts';
import { createMemoryBus } from './bus.ts';

busContract('memory', createMemoryBus);

test('reports what a subscriber threw', () => {
  const reported: unknown[] = [];
  const bus = createMemoryBus((thrown) => reported.push(thrown));
  const fault = new Error('on purpose');
  bus.subscribe(() => {
    throw fault;
  });
  bus.publish({ kind: 'sessions-ended', sessions: ['one' as SessionId] });
  expect(reported).toEqual([fault]);
});
