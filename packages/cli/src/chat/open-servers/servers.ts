import type { ChatClient } from '@securechat/client';
import type { Result } from '@securechat/protocol';
import type { DraftStore } from '../../local-data/drafts.ts';
import type { StoredServer } from '../state/servers.ts';

/** A server as a chat opens it: its client, and what this device keeps of the account there. */
export type OpenedServer = {
  /** `host:port`: how it is named to the user. */
  readonly name: string;
  /** Connected, or on its way. */
  readonly client: ChatClient;
  /** What is not yet sent outlives the chat. */
  readonly keeps: boolean;
  /** Where drafts outlive the chat. */
  readonly drafts?: DraftStore;
  /** A sentence to begin with. */
  readonly notice?: string;
  /** Says good-bye to the server and closes what is kept. */
  close(): Promise<void>;
};

/** The accounts that this device keeps, and the way to open the server of one. */
export interface ServerDirectory {
  /** Every account there is now; none where the file of them cannot be read. */
  kept(): readonly StoredServer[];
  /** Opens the server of this name; it connects meanwhile, or in an hour. The error is a sentence. */
  open(name: string): Promise<Result<OpenedServer, string>>;
}
