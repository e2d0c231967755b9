import { type Command, InvalidArgumentError, Option } from 'commander';

/** Parses an integer of 0 or more. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

/** The options that every command takes, before and after its name. */
export const commonOptions: readonly Option[] = [
  new Option('-s, --server <host>', 'server: HOST, HOST:PORT or NAME@HOST (or SECURECHAT_SERVER)'),
  new Option('--as <name>', 'account to use at the server (or SECURECHAT_USER)'),
  new Option('-r, --room <name>', 'room (default: general)'),
  new Option('--json', 'print one JSON object per line (stable field names)'),
  new Option('-q, --quiet', 'print only results and errors'),
  new Option('-v, --verbose', 'print which server, account and folder are used'),
  new Option('--no-color', 'no colours (or NO_COLOR=1)'),
  new Option('--password-stdin', 'read the password from stdin, without prompting'),
  new Option('--invite <code>', 'invite code for signing up'),
  new Option('--pin <pin>', "pin of the server's key, as the server prints it"),
  new Option('--token-store <where>', 'store the session in: keychain, file').choices(['keychain', 'file']),
  new Option('--home <dir>', 'folder for all files of the client'),
];

/** The most used common options in one line, for the help of a single command. */
export const commonOptionsLine =
  'Common options (all: securechat --help): --server, --as, --room, --json, --quiet, --home, …';

const repeatables = new WeakSet<Option>();

/** Makes an option repeatable; its value is the list of all given values. */
export function repeatable(option: Option): Option {
  repeatables.add(option);
  return option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
}

/** Whether an option may be given several times. */
export function isRepeatable(option: Option): boolean {
  return repeatables.has(option);
}

/**
 * Refuses a single-value option that is given twice, before or after the name of the command, because the first value would be dropped
 * silently. `given` holds the names seen so far. Also refuses an empty value, as of an unset shell variable: `--server "$CHAT"` must not
 * go to the default server.
 */
export function refuseMisuse(command: Command, given: Set<string>): void {
  for (const option of command.options) {
    if (option.isBoolean()) continue;
    const name = option.attributeName();
    command.on(`option:${option.name()}`, (value: unknown) => {
      if (value === '') command.error(`error: option '${option.flags}' was given an empty value`);
      if (isRepeatable(option)) return;
      if (given.has(name)) command.error(`error: option '${option.flags}' was given twice, but takes one value`);
      given.add(name);
    });
  }
}
