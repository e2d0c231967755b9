/** The process as commands see it; tests pass a fake. */
export type CliEnv = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly variables: NodeJS.ProcessEnv;
  readonly version: string;
  /** Aborted on Ctrl-C. */
  readonly interrupted: AbortSignal;
  readonly nowMs: () => number;
};

/** The flags that every command takes. */
export type CommonFlags = {
  readonly server?: string;
  readonly as?: string;
  readonly pin?: string;
  readonly invite?: string;
  readonly room?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly passwordStdin?: boolean;
  readonly tokenStore?: 'keychain' | 'file';
  readonly home?: string;
  readonly color?: boolean;
};
