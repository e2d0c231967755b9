import type { Output } from '../output/output.ts';
import type { Prompter } from '../output/prompt.ts';
import type { CliEnv, CommonFlags } from '../process/env.ts';

/** What a running command needs. */
export type CommandContext<Flags extends CommonFlags = CommonFlags> = {
  readonly env: CliEnv;
  readonly flags: Flags;
  readonly out: Output;
  readonly ask: Prompter;
};
