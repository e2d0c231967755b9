// Writes one JSON Schema file a frame into schema/, which ships in the package.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { clientFrames } from '../src/client-frame.ts';
import { serverFrames } from '../src/server-frame.ts';

const out = new URL('../schema/', import.meta.url);
rmSync(out, { recursive: true, force: true });
for (const [side, frames] of Object.entries({ client: clientFrames, server: serverFrames })) {
  const folder = new URL(`${side}/`, out);
  mkdirSync(folder, { recursive: true });
  for (const [type, schema] of Object.entries(frames)) {
    const text = JSON.stringify(toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }), null, 2);
    writeFileSync(new URL(`${type}.json`, folder), `${text}\n`);
  }
}
