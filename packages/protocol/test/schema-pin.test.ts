import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { jsonSchemaOf } from '../scripts/json-schema.ts';
import { clientFrames, PROTOCOL_VERSION, serverFrames } from '../src/index.ts';

const file = new URL('schema-pins.json', import.meta.url);
type Pins = { readonly version: number; readonly frames: Readonly<Record<string, string>> };

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const now: Pins = {
  version: PROTOCOL_VERSION,
  frames: Object.fromEntries(
    Object.entries({ client: clientFrames, server: serverFrames }).flatMap(([side, frames]) =>
      Object.entries(frames).map(([type, schema]) => [`${side} ${type}`, digest(JSON.stringify(jsonSchemaOf(schema)))]),
    ),
  ),
};

if (process.env.UPDATE_PINS === '1') writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`);
const pinned = JSON.parse(readFileSync(file, 'utf8')) as Pins;

const advice =
  'Would a peer that does not know the change misread a frame? Then raise PROTOCOL_VERSION (src/version.ts) first. ' +
  'Then update the pins: UPDATE_PINS=1 npx vitest run --project unit packages/protocol';

test.each([...new Set([...Object.keys(now.frames), ...Object.keys(pinned.frames)])])(
  '%s has its pinned shape',
  (name) => {
    expect(now.frames[name], `The shape of the frame "${name}" has changed. ${advice}`).toBe(pinned.frames[name]);
  },
);

test('the pins belong to this protocol version', () => {
  expect(PROTOCOL_VERSION, `PROTOCOL_VERSION has changed. ${advice}`).toBe(pinned.version);
});
