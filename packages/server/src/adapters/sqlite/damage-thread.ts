// The program of the thread that checks the database at start. It also runs as plain TypeScript: node builtins, relative files and types only.
import { parentPort, workerData } from 'node:worker_threads';
import { findDamage } from './damage.ts';
import { lowerPriority } from './lower-priority.ts';

lowerPriority();
parentPort?.postMessage(findDamage(String(workerData)));
