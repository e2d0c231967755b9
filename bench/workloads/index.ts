import type { Workload } from '../support/workload.ts';
import { fanOuts } from './fan-out.ts';
import { rooms100x10 } from './rooms.ts';
import { startUp } from './start-up.ts';

/** Every workload, in the order in which they run. */
export const workloads: readonly Workload[] = [...fanOuts, rooms100x10, startUp];
