import type { Workload } from '../support/workload.ts';

/** Every workload, in the order in which they run. */
export const workloads: readonly Workload[] = [];
