import type { Result } from '@securechat/protocol';
import type { Option } from 'commander';
import type { CommandContext } from './cli-args/command-context.ts';
import type { CommandError } from './output/command-error.ts';
import type { CommonFlags } from './process/env.ts';

type Action<F extends CommonFlags> = (
  run: CommandContext<F>,
  args: readonly string[],
) => Promise<Result<void, CommandError>>;

/** One command: its usage, its help and its action. The action's code is loaded when it runs. */
export type CommandRow = {
  /** The name and the arguments, in commander's notation. */
  readonly usage: string;
  readonly summary: string;
  /** Text that help prints below the summary. */
  readonly details?: string;
  readonly options?: readonly Option[];
  /** Values of its first argument, for completion. */
  readonly words?: readonly string[];
  /** Values that may follow each of `words`, for completion. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  readonly examples: readonly string[];
  readonly run: Action<CommonFlags>;
  readonly subcommands?: readonly CommandRow[];
};

/** The only cast from commander's options to a command's flags; both are declared next to each other in its row. */
export function action<F extends CommonFlags>(
  act: (run: CommandContext<F>, first: string, args: readonly string[]) => Promise<Result<void, CommandError>>,
) {
  return ((run, args) => act(run as CommandContext<F>, args[0] as string, args)) satisfies Action<CommonFlags>;
}
