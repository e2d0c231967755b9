import { readFileSync } from 'node:fs';

/** This package's version, from its own package.json: it lies one folder above both src/ and dist/. */
export const serverVersion: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
