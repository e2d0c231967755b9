// The writer thread's program. It also runs as plain TypeScript: node builtins, relative files and types only.
import { serveWriter } from './writer-loop.ts';
import { createWrites } from './writes.ts';

serveWriter(createWrites);
