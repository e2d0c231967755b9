export { eventually, waitMs } from './eventually.ts';
export { FakeClock } from './fake-clock.ts';
export { growth } from './growth.ts';
