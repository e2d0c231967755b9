import type { Workload } from '../support/workload.ts';
import { startUp } from './start-up.ts';

/** Every workload, in the order in which they run. */
export const workloads: readonly Workload[] = [startUp];
