import { readFileSync } from 'node:fs';

/** A time shortly before this version was released: an earlier clock is wrong. Milliseconds since 1970. */
export const releasedMs: number = Date.UTC(2026, 10, 1);

/** This package's version, from its package.json, which is one folder above both src/ and dist/. */
export const serverVersion: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
