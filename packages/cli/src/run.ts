import type { CliEnv, CommonFlags } from './env.ts';
import type { Output } from './output.ts';
import type { Prompter } from './prompt.ts';

/** All that a running command needs. */
export type CommandContext<Flags extends CommonFlags = CommonFlags> = {
  readonly env: CliEnv;
  readonly flags: Flags;
  readonly out: Output;
  readonly ask: Prompter;
};
