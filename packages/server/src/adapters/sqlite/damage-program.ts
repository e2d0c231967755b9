// The program of the process that checks the database at start. It also runs as plain TypeScript: node builtins, relative files and types only.
import { findDamage } from './damage.ts';
import { lowerPriority } from './lower-priority.ts';

lowerPriority();
for (const problem of findDamage(String(process.argv[2]))) process.stdout.write(`${problem}\n`);
