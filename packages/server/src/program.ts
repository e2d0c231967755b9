import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Option as OptionRow, options, variableOf } from './options.ts';

type Flags = Readonly<Record<string, unknown>>;

/** What each command does; the number is the exit code. */
export type Actions = {
  readonly serve: (flags: Flags) => Promise<number>;
  readonly invite: (flags: Flags) => Promise<number>;
  readonly listUsers: (flags: Flags) => Promise<number>;
  readonly setDisabled: (user: string, disabled: boolean, flags: Flags) => Promise<number>;
  readonly resetPassword: (user: string, flags: Flags) => Promise<number>;
  readonly doctor: (flags: Flags) => Promise<number>;
};

/** Adds the options of the table. */
function withOptions(command: Command, names: readonly string[]): Command {
  command.option('--config <FILE>', 'TOML file with these options (SECURECHAT_CONFIG)');
  for (const [name, row] of Object.entries<OptionRow>(options)) {
    if (!names.includes(name)) continue;
    const flag = `--${name}${row.value ? ` <${row.value}>` : ''}`;
    const option = new Option(flag, `${row.help} (${variableOf(name)}; without it: ${row.without})`);
    if (row.choices) option.choices([...row.choices]);
    if (row.kind === 'number') option.argParser((text) => wholeNumber(text, row));
    if (row.kind === 'list')
      option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
    command.addOption(option);
  }
  return command;
}

function wholeNumber(text: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: OptionRow): string {
  if (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max) return text;
  throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
}

const everything = Object.keys(options);
const store = ['data', 'certs', 'json'];
const place = [...store, 'host', 'port', 'name', 'invite-days'];

function build(actions: Actions, version: string, done: (code: number) => void): Command {
  const program = new Command('securechat-server')
    .description('A chat server for terminals: wss, its own certificate, an embedded database.')
    .version(version, '-V, --version')
    .showHelpAfterError('Type securechat-server --help for the commands and options.')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Without a command the server starts: for this machine only, on port 8443, with a certificate of its own.
All options of the server: securechat-server serve --help
Exit codes: 0 done, 1 failed, 2 wrong usage.`,
    );
  const add = (parent: Command, line: string, help: string, names: readonly string[]) =>
    withOptions(parent.command(line, line === 'serve' ? { isDefault: true } : {}).description(help), names);
  add(program, 'serve', 'start the server (this is what happens without a command)', everything)
    .action(async (flags: Flags) => done(await actions.serve(flags)))
    .addHelpText(
      'after',
      `
Examples:
  securechat-server                              only for this machine, sign-up open
  securechat-server --host 0.0.0.0               for the network, sign-up by invite
  securechat-server --host 0.0.0.0 --name chat.example.org
  securechat-server serve --port 0 --json        for scripts: one line of JSON when ready`,
    );
  add(program, 'invite', 'make a link that lets one person sign up', place).action(async (flags: Flags) =>
    done(await actions.invite(flags)),
  );
  const user = program.command('user').description('look after the accounts');
  add(user, 'list', 'list all accounts', store).action(async (flags: Flags) => done(await actions.listUsers(flags)));
  add(user, 'disable <USER>', 'end the sessions of an account and let it sign in no more', store).action(
    async (name: string, flags: Flags) => done(await actions.setDisabled(name, true, flags)),
  );
  add(user, 'enable <USER>', 'let a disabled account sign in again', store).action(async (name: string, flags: Flags) =>
    done(await actions.setDisabled(name, false, flags)),
  );
  add(
    user,
    'reset-password <USER>',
    'set a new password (asked for, or the first line of stdin) and end the sessions',
    [...store, 'password-min', 'bcrypt-cost'],
  ).action(async (name: string, flags: Flags) => done(await actions.resetPassword(name, flags)));
  add(program, 'doctor', 'check node, folders, database, certificate and port', everything).action(
    async (flags: Flags) => done(await actions.doctor(flags)),
  );
  return program;
}

function exitOverride(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) exitOverride(child);
}

/** Runs the command line; resolves with the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runProgram(argv: readonly string[], actions: Actions, version: string): Promise<number> {
  let code = 0;
  const program = build(actions, version, (ended) => {
    code = ended;
  });
  exitOverride(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    throw thrown;
  }
}
