// The program of the thread that checks the database at start. It also runs as plain TypeScript: node builtins, relative files and types only.
import { parentPort, workerData } from 'node:worker_threads';
import { findDamage } from './damage.ts';
import { stepBack } from './lower-priority.ts';

stepBack();
parentPort?.postMessage(findDamage(String(workerData)));
