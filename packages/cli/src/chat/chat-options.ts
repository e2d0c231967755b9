import type { ChatClient, Clock } from '@securechat/client';
import type { ReportCrash } from '../process/process-signals.ts';
import type { Settings } from '../settings/table.ts';
import type { Keymap } from './keys/keymap.ts';
import type { OpenedServer, ServerDirectory } from './open-servers/servers.ts';

/** Options of a chat, in line mode and full screen. */
export type ChatOptions = Pick<OpenedServer, 'keeps' | 'drafts'> & {
  /** Connected or connecting. Closed when the chat ends. */
  readonly client: ChatClient;
  /** The server's name as shown to the user. */
  readonly serverName: string;
  /** The room to show first. */
  readonly room?: string;
  /** A sentence to show at the start. */
  readonly notice?: string;
  /** Closes the client and the local store; default: only the client. */
  readonly close?: () => Promise<void>;
  /** The other servers, and those to open at the start. */
  readonly directory?: ServerDirectory;
  readonly openToo?: readonly string[];
  readonly settings: Settings;
  readonly keymap: Keymap;
  /** Environment variables, which identify the terminal. */
  readonly variables: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Stores crash reports. */
  readonly reportCrash?: ReportCrash;
  /** Default: the system's clock. */
  readonly clock?: Clock;
};
