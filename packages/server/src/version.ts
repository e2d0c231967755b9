import { readFileSync } from 'node:fs';

/** A moment shortly before this version was made. A clock before it is wrong. Milliseconds since 1970. */
export const releasedMs: number = Date.UTC(2026, 10, 1);

/** This package's version, from its own package.json: it lies one folder above both src/ and dist/. */
export const serverVersion: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
