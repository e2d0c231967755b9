import type { ChatClient } from '@securechat/client';
import type { Result } from '@securechat/protocol';
import type { DraftStore } from '../../local-data/drafts.ts';
import type { StoredServer } from '../state/servers.ts';

/** A server as the chat opens it: its client and its local store. */
export type OpenedServer = {
  /** `host:port`, as shown to the user. */
  readonly name: string;
  /** Connected or connecting. */
  readonly client: ChatClient;
  /** Whether unsent messages are stored on this device. */
  readonly keeps: boolean;
  /** The store of drafts, if there is one. */
  readonly drafts?: DraftStore;
  /** A sentence to show at the start. */
  readonly notice?: string;
  /** Closes the connection and the local store. */
  close(): Promise<void>;
};

/** The accounts that are stored on this device, and how to open their servers. */
export interface ServerDirectory {
  /** Every stored account; empty if the file cannot be read. */
  stored(): readonly StoredServer[];
  /** Opens the server of this name without waiting for its connection. The error is a sentence. */
  open(name: string): Promise<Result<OpenedServer, string>>;
}
