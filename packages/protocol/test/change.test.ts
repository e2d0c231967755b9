import { expect, test } from 'vitest';
import { changeTypes, clientFrames, readChange } from '../src/index.ts';

test('every change has a room and a clientId', () => {
  expect(changeTypes).toContain('message.send');
  for (const type of changeTypes)
    expect(Object.keys(clientFrames[type].entries)).toEqual(expect.arrayContaining(['id', 'room', 'clientId']));
});

test('a stored change is read unchanged, and anything else is rejected', () => {
  const change = { type: 'message.send', body: { kind: 'text', text: 'hello' } };
  expect(readChange(JSON.parse(JSON.stringify(change)))).toEqual(change);
  expect(readChange({ ...change, id: '1', room: 'general', colour: 'red' })).toEqual(change);
  const others = [
    { ...change, type: 'message.weigh' },
    { ...change, body: { kind: 'text' } },
    { type: 'ping' },
    { type: 'toString' },
  ];
  for (const other of [...others, {}, null, [], 'message.send']) expect(readChange(other)).toBeUndefined();
});
