import type { Opened } from '../accounts/connect.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import type { CommonFlags } from '../process/env.ts';

/** The options of `send`. */
export type SendFlags = CommonFlags & {
  readonly lines?: boolean;
  readonly split?: boolean;
  readonly strict?: boolean;
  readonly create?: boolean;
  /** The user to send a direct message to. */
  readonly to?: string;
  readonly spool?: boolean;
  readonly id?: string;
  /** In milliseconds. */
  readonly timeout: number;
  /** How long to wait for the server, in milliseconds; false (`--no-wait`): wait neither for it nor for its rate limit. */
  readonly wait: number | false;
};

/** How long to wait for a server that cannot be reached, in milliseconds. */
export const waitOf = ({ wait }: SendFlags): number => (wait === false ? 0 : wait);

/** Prints once that the server limits how fast messages can be sent. */
export function sayLimit(run: CommandContext, { client }: Opened): void {
  let told = false;
  client.listen((notice) => {
    if (notice.kind !== 'slowed' || told) return;
    told = true;
    run.out.note(
      `The server limits how fast you can send: waiting ${Math.ceil(notice.waitMs / 1000)} s, then sending the rest. Use --no-wait to stop instead.`,
    );
  });
}
