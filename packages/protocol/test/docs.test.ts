import { describe, expect, test } from 'vitest';
import { describedFields } from '../../../scripts/docs/docstrings.ts';
import { codesOfRequests } from '../../../scripts/docs/protocol-requests.ts';
import { allFrames, allShapes, sourceOf } from '../../../scripts/docs/protocol-sources.ts';
import { closeCodes, type ErrorCode, errorCodes, limits, replies } from '../src/index.ts';

describe.each(allFrames())('$side $type', (frame) => {
  test('has a docstring that names its direction', () => {
    expect(frame.text).toMatch(frame.side === 'client' ? /^Client → server\. \S/ : /^Server → client\. \S/);
  });

  test('names the reply of the reply table in its docstring', () => {
    const reply = (replies as Readonly<Record<string, string>>)[frame.type];
    const answered = frame.side === 'client' && reply !== undefined;
    if (answered) expect(frame.text).toContain(`\`${reply}\``);
  });
});

test('every shared shape has a docstring', () => {
  expect(allShapes().filter(({ text }) => text.length < 10)).toEqual([]);
});

test('every limit has its reason', () => {
  const reasons = describedFields(sourceOf('src/limits.ts').replace(/^[\s\S]*?= \{/, ''));
  expect(Object.keys(limits).filter((name) => (reasons[name] ?? '').length < 10)).toEqual([]);
});

test('each message is a sentence that says more than its code', () => {
  for (const [code, { message }] of Object.entries(errorCodes)) {
    expect(message, code).toMatch(/^[A-Z].*\.$/);
    expect(message.split(' ').length, code).toBeGreaterThan(2);
  }
  for (const { code, message } of Object.values(closeCodes)) expect(message, String(code)).toMatch(/^[A-Z].*\.$/);
});

test('every error code refuses some request', () => {
  expect(Object.keys(errorCodes).filter((code) => !codesOfRequests.has(code as ErrorCode))).toEqual([]);
});

test('no two close codes have the same number', () => {
  const numbers = Object.values(closeCodes).map(({ code }) => code);
  expect(new Set(numbers).size).toBe(numbers.length);
});
