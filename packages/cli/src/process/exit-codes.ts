/** Every way a command can end. Scripts rely on the numbers, so their meaning never changes. */
export const exitCodes = [
  { name: 'done', code: 0, when: 'done' },
  { name: 'unexpected', code: 1, when: 'internal error' },
  { name: 'usage', code: 2, when: 'wrong usage, or missing input' },
  { name: 'not_signed_in', code: 3, when: 'not logged in, or wrong user name or password' },
  { name: 'unreachable', code: 4, when: 'the server cannot be reached, or breaks the protocol' },
  { name: 'refused', code: 5, when: 'the server refused the request' },
  { name: 'slow_down', code: 6, when: 'rate limited; try again later' },
  { name: 'pin', code: 7, when: "the server's certificate or pin is not the expected one" },
  { name: 'timed_out', code: 8, when: 'no answer in time' },
  { name: 'hung_up', code: 129, when: 'the terminal was closed (SIGHUP)' },
  { name: 'interrupted', code: 130, when: 'interrupted (Ctrl-C)' },
  { name: 'terminated', code: 143, when: 'terminated (SIGTERM)' },
] as const;

export type ExitName = (typeof exitCodes)[number]['name'];

/** The number that the process ends with. */
export function exitCode(name: ExitName): number {
  return exitCodes.find((row) => row.name === name)?.code ?? 1;
}

/** The name of an exit code; one that is not in the table is `unexpected`. */
export function exitName(code: number): ExitName {
  return exitCodes.find((row) => row.code === code)?.name ?? 'unexpected';
}

/** How a chat ended: the exit code, and a sentence to print once the screen is restored. */
export type ChatOutcome = { readonly exitCode: number; readonly message?: string };
