import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clientFrames, decodeClientFrame, decodeServerFrame, serverFrames } from '../src/index.ts';

type Accepted = { readonly why: string; readonly frame: unknown; readonly reads?: unknown };
type Refused = { readonly why: string; readonly frame: unknown; readonly code: string };
type Golden = { readonly accepted: readonly Accepted[]; readonly refused: readonly Refused[] };

function golden(side: string, type: string): Golden {
  return JSON.parse(readFileSync(new URL(`golden/${side}/${type}.json`, import.meta.url), 'utf8')) as Golden;
}

const sides = [
  { side: 'client', types: Object.keys(clientFrames), decode: decodeClientFrame },
  { side: 'server', types: Object.keys(serverFrames), decode: decodeServerFrame },
] as const;

for (const { side, types, decode } of sides) {
  describe.each(types)(`${side} %s`, (type) => {
    const { accepted, refused } = golden(side, type);

    test('has an accepted and a refused example', () => {
      expect(accepted.length).toBeGreaterThan(0);
      expect(refused.length).toBeGreaterThan(0);
    });

    test.each(accepted)('accepted: $why', ({ frame, reads = frame }) => {
      expect(frame).toMatchObject({ type });
      expect(decode(JSON.stringify(frame))).toEqual({ ok: true, value: reads });
    });

    test.each(refused)('refused as $code: $why', ({ frame, code }) => {
      expect(frame).toMatchObject({ type });
      expect(decode(JSON.stringify(frame))).toMatchObject({ ok: false, error: { code } });
    });
  });
}
