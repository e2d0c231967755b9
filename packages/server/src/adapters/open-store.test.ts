import { expect, test } from 'vitest';
import { openBus } from './open-bus.ts';
import { storeEngine } from './open-store.ts';

test.each(['mongodb://somewhere', 'securechat.db', ''])(
  '%j is refused as a store, naming the supported ones',
  (url) => {
    const error = expect.stringMatching(/is not a store .* sqlite:…$/);
    expect(storeEngine(url)).toEqual({ ok: false, error });
  },
);

test('an unknown bus is refused, naming the supported ones', () => {
  expect(openBus('kafka://somewhere', () => {})).toMatchObject({
    ok: false,
    error: expect.stringMatching(/It knows memory:$/),
  });
});
