import type { Workload } from '../support/workload.ts';
import { catchUp } from './catch-up.ts';
import { durable } from './durable.ts';
import { fanOuts } from './fan-out.ts';
import { growth } from './growth.ts';
import { growthMembers } from './growth-members.ts';
import { history } from './history.ts';
import { idles } from './idle.ts';
import { rooms100x10 } from './rooms.ts';
import { search } from './search.ts';
import { startUp } from './start-up.ts';
import { storms } from './storm.ts';

/** Every workload, in the order in which they run. */
export const workloads: readonly Workload[] = [
  ...fanOuts,
  rooms100x10,
  durable,
  ...idles,
  ...storms,
  catchUp,
  growth,
  growthMembers,
  history,
  search,
  startUp,
];
