import { InvalidArgumentError, Option } from 'commander';

/** A number of 0 or more without a fraction. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

/** The flags that every command takes, also behind its name. */
export const commonOptions: readonly Option[] = [
  new Option(
    '--server <host>',
    'the server: HOST, HOST:PORT or NAME@HOST (default: SECURECHAT_SERVER, else where you logged in last)',
  ),
  new Option('--as <name>', 'the account to use there (default: SECURECHAT_USER, else the one that logged in last)'),
  new Option('--pin <pin>', "the pin of the server's key, as it prints it at its start"),
  new Option('--invite <code>', 'the invite code for signing up'),
  new Option('--room <name>', 'the room (default: general)'),
  new Option('--json', 'print JSON, an object a line, with fields that stay'),
  new Option('--password-stdin', 'take the password from the first line of stdin; ask nothing'),
  new Option('--token-store <where>', 'where the session is kept (default: the keychain, else a file)').choices([
    'keychain',
    'file',
  ]),
  new Option('--home <dir>', "the folder for all of this client's files"),
  new Option('--no-color', 'no colours (also: NO_COLOR=1)'),
];
