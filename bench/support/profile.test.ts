import { expect, test } from 'vitest';
import { flameChart } from './flame.ts';
import { type CpuProfile, callTree, placeOf, selfTimes } from './profile.ts';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 9 });
const ours = 'file:///somewhere/packages/server/dist/main.js';
/** (root) calls a, which calls b, and b itself; the rest of the time it is idle. */
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 4, 5] },
    { id: 2, callFrame: frame('a', ours), children: [3] },
    { id: 3, callFrame: frame('b<c>', 'node:net') },
    { id: 4, callFrame: frame('b<c>', 'node:net') },
    { id: 5, callFrame: frame('(idle)') },
  ],
  startTime: 1000,
  samples: [2, 3, 5, 4, 2],
  // The first sample comes 100 after the start; each lasts until the next.
  timeDeltas: [100, 10, 20, 30, 40],
};

test('each call has the time until the next sample, plus that of the calls it makes', () => {
  const root = callTree(profile);
  expect(root.totalUs).toBe(10 + 20 + 40);
  const [a, b] = root.calls;
  expect([a?.selfUs, a?.totalUs, a?.calls[0]?.totalUs]).toEqual([10, 30, 20]);
  expect(b?.totalUs).toBe(40);
});

test('a function’s time is summed over all callers, longest first', () => {
  const times = selfTimes(callTree(profile)).map((each) => [each.frame.functionName, each.selfUs]);
  expect(times).toEqual([
    ['b<c>', 60],
    ['a', 10],
  ]);
});

test('time outside the two moments does not count, and a sample across one counts in part', () => {
  // Samples begin at 1100, 1110, 1130 (idle), 1160, 1200.
  expect(callTree(profile, 1105, 1165).totalUs).toBe(5 + 20 + 5);
  expect(callTree(profile, 2000, 3000).totalUs).toBe(0);
});

test('a location is short, and its lines count from 1', () => {
  expect(placeOf(frame('a', ours))).toBe('server/dist/main.js:10');
  expect(placeOf(frame('a', 'file:///somewhere/node_modules/ws/lib/receiver.js'))).toBe('ws/lib/receiver.js:10');
  expect(placeOf(frame('a', 'node:net'))).toBe('node:net:10');
  expect(placeOf(frame('(program)'))).toBe('');
});

test('the flame chart names every call, and escapes names', () => {
  const svg = flameChart('a & b', callTree(profile));
  expect(svg).toContain('<title>a &amp; b</title>');
  expect(svg).toContain('a server/dist/main.js:10: 42.9 %, itself 14.3 %');
  expect(svg).toContain('b&lt;c&gt;');
  expect(svg).not.toContain('<c>');
});
