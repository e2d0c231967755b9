import type { ChatClient, Clock } from '@securechat/client';
import type { ReportCrash } from '../process/process-signals.ts';
import type { Settings } from '../settings/table.ts';
import type { Keymap } from './keys/keymap.ts';
import type { OpenedServer, ServerDirectory } from './open-servers/servers.ts';

/** What a chat is opened with, whichever face shows it. */
export type ChatOptions = Pick<OpenedServer, 'keeps' | 'drafts'> & {
  /** Connected, or on its way. Closed when the chat ends. */
  readonly client: ChatClient;
  /** How the server is named to the user. */
  readonly serverName: string;
  /** The room to show first. */
  readonly room?: string;
  /** A sentence to begin with. */
  readonly notice?: string;
  /** Closes the client and what is kept; the client alone, unless given. */
  readonly close?: () => Promise<void>;
  /** The way to other servers, and those to open at the start. */
  readonly book?: ServerDirectory;
  readonly openToo?: readonly string[];
  readonly settings: Settings;
  readonly keymap: Keymap;
  /** Of the process: they tell which terminal this is. */
  readonly variables: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Keeps reports of errors. */
  readonly reportCrash?: ReportCrash;
  /** The system's, unless given. */
  readonly clock?: Clock;
};
