// Writes one JSON Schema file per frame into schema/, which ships in the package.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { clientFrames } from '../src/client-frame.ts';
import { serverFrames } from '../src/server-frame.ts';
import { jsonSchemaOf } from './json-schema.ts';

const out = new URL('../schema/', import.meta.url);
rmSync(out, { recursive: true, force: true });
for (const [side, frames] of Object.entries({ client: clientFrames, server: serverFrames })) {
  const folder = new URL(`${side}/`, out);
  mkdirSync(folder, { recursive: true });
  for (const [type, schema] of Object.entries(frames)) {
    writeFileSync(new URL(`${type}.json`, folder), `${JSON.stringify(jsonSchemaOf(schema), null, 2)}\n`);
  }
}
