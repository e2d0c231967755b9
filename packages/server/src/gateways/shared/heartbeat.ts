import { limits } from '@securechat/protocol/limits';
import { StaggeredInterval } from '../../app/staggered-interval.ts';
import type { Clock } from '../../ports/clock.ts';

/** A connection whose client must show signs of life. */
type Pulse = {
  /** Set whenever something is received; cleared by the heartbeat. */
  isAlive: boolean;
  /** Asks the client for a sign of life. */
  ping(): void;
  /** Destroys the connection. */
  destroy(): void;
};

/** Pings connections every `limits.heartbeatMs`, and destroys those from which nothing was received since the last ping. */
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
