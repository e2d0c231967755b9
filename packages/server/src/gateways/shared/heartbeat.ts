import { limits } from '@securechat/protocol/limits';
import { StaggeredInterval } from '../../app/staggered-interval.ts';
import type { Clock } from '../../ports/clock.ts';

/** A connection whose client should be there. */
type Pulse = {
  /** Set whenever something is received; cleared here. */
  isAlive: boolean;
  /** Asks the client for a sign of life. */
  ping(): void;
  /** Cuts the connection. */
  destroy(): void;
};

/** Pings connections every `limits.heartbeatMs`, and cuts those from which nothing was received since the last ping. */
export class Heartbeat extends StaggeredInterval<Pulse> {
  constructor(clock: Clock) {
    super(clock, limits.heartbeatMs, beat);
  }
}

function beat(connection: Pulse): void {
  if (connection.isAlive) connection.ping();
  else connection.destroy();
  connection.isAlive = false;
}
