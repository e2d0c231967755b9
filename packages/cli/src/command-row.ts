import type { Result } from '@securechat/protocol';
import type { Option } from 'commander';
import type { CommandContext } from './cli-args/command-context.ts';
import type { CommandError } from './output/command-error.ts';
import type { CommonFlags } from './process/env.ts';

type Action<F extends CommonFlags> = (
  run: CommandContext<F>,
  args: readonly string[],
) => Promise<Result<void, CommandError>>;

/** One command: how it is typed, what it is for, and what it does. Its code is loaded when it runs. */
export type CommandRow = {
  /** The name, and its arguments as commander writes them. */
  readonly usage: string;
  readonly summary: string;
  /** What its help says below the summary. */
  readonly details?: string;
  readonly options?: readonly Option[];
  /** What its first argument may be, for completion. */
  readonly words?: readonly string[];
  /** What may follow one of `words`, for completion. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  readonly examples: readonly string[];
  readonly run: Action<CommonFlags>;
  readonly subcommands?: readonly CommandRow[];
};

/** The one place where commander's options become a command's flags: the row's options and type stand side by side. */
export function action<F extends CommonFlags>(
  act: (run: CommandContext<F>, first: string, args: readonly string[]) => Promise<Result<void, CommandError>>,
) {
  return ((run, args) => act(run as CommandContext<F>, args[0] as string, args)) satisfies Action<CommonFlags>;
}
