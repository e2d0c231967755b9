import type { ConnectionContext } from '../../app/connection-session.ts';
import type { WriteScheduler } from './write-scheduler.ts';

/** What all gateways of a server share. */
export type GatewayContext = ConnectionContext & { readonly scheduler: WriteScheduler };

/** A gateway accepts sockets, gives each to its `Connections`, and defines how requests are read and answered. */
export interface Gateway {
  /** Accepts nothing more and ends its connections as for a restart: what was received is answered first. */
  stop(): Promise<void>;
}
