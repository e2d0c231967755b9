import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Option as OptionRow, options, variableOf } from './options.ts';
import { refuseMisuse } from './refuse-misuse.ts';

/** The options of a command line, as commander returns them. */
export type Flags = Readonly<Record<string, unknown>>;

/** The actions of the commands; each resolves with the exit code. */
export type Actions = {
  readonly serve: (flags: Flags) => Promise<number>;
  readonly invite: (flags: Flags) => Promise<number>;
  readonly listInvites: (flags: Flags) => Promise<number>;
  readonly revokeInvite: (which: string, flags: Flags) => Promise<number>;
  readonly listUsers: (flags: Flags) => Promise<number>;
  readonly setDisabled: (user: string, disabled: boolean, flags: Flags) => Promise<number>;
  readonly setAdministrator: (user: string, administrator: boolean, flags: Flags) => Promise<number>;
  readonly resetPassword: (user: string, flags: Flags) => Promise<number>;
  readonly backup: (file: string, flags: Flags) => Promise<number>;
  readonly doctor: (flags: Flags) => Promise<number>;
};

/** Adds the options of the table. */
function withOptions(command: Command, names: readonly string[]): Command {
  command.option('--config <FILE>', 'read options from a TOML file (SECURECHAT_CONFIG)');
  for (const [name, row] of Object.entries<OptionRow>(options)) {
    if (!names.includes(name)) continue;
    const flag = `--${name}${row.value ? ` <${row.value}>` : ''}`;
    const option = new Option(flag, `${row.help} (default: ${row.default}; ${variableOf(name)})`);
    if (row.choices) option.choices([...row.choices]);
    if (row.kind === 'number') option.argParser((text) => wholeNumber(text, row));
    if (row.kind === 'list') option.argParser(list);
    command.addOption(option);
  }
  return command;
}

/** The values of an option that may be repeated. */
const list = (text: string, before: readonly string[] | undefined) => [...(before ?? []), text];

function wholeNumber(text: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: OptionRow): string {
  if (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max) return text;
  throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
}

/** A summary as a sentence of its own. */
const sentence = (summary: string) => `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;

const everything = Object.keys(options);
const store = ['data', 'certs', 'json'];
const place = [...store, 'host', 'port', 'name', 'invite-days'];

function build(actions: Actions, version: string, done: (code: number) => void): Command {
  const program = new Command('securechat-server')
    .description('The SecureChat server: WebSocket over TLS, with its own certificate and an embedded database.')
    .version(version, '-V, --version', 'print the version')
    // `serve` is the default command and takes no arguments, so a mistyped command reaches it as one.
    .configureOutput({
      outputError: (text, write) =>
        write(
          text.replace(
            /too many arguments for 'serve'. Expected 0 arguments but got \d+: ([^,]+?)(?:,.*)?\.$/m,
            "unknown command '$1'",
          ),
        ),
    })
    .showHelpAfterError('See securechat-server --help.')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Without a command it starts a server for this machine only, on port 8443, with its own certificate.
Options of the server: securechat-server serve --help
Exit codes: 0 success, 1 failure, 2 usage error.`,
    );
  const add = (parent: Command, line: string, help: string, names: readonly string[]) =>
    withOptions(
      parent
        .command(line, line === 'serve' ? { isDefault: true } : {})
        .summary(help)
        .description(sentence(help)),
      names,
    );
  add(program, 'serve', 'start the server (default)', everything)
    .option('--new', 'start with an empty database if the data folder has lost its own')
    .action(async (flags: Flags) => done(await actions.serve(flags)))
    .addHelpText(
      'after',
      `
Examples:
  securechat-server                              for this machine only, open sign-up
  securechat-server --host 0.0.0.0               for the network, sign-up by invite
  securechat-server --host 0.0.0.0 --name chat.example.org
  securechat-server serve --port 0 --json        for scripts: prints one line of JSON when ready`,
    );
  addInvites(program, add, actions, done);
  addUsers(program, add, actions, done);
  add(program, 'backup <FILE>', 'copy the database to a new file, also while the server runs', store).action(
    async (file: string, flags: Flags) => done(await actions.backup(file, flags)),
  );
  add(program, 'doctor', 'check everything that serve needs: folders, database, certificate, port', everything).action(
    async (flags: Flags) => done(await actions.doctor(flags)),
  );
  program
    .command('version')
    .summary('print the version')
    .description('Print the version.')
    .action(() => {
      process.stdout.write(`${version}\n`);
    });
  return program;
}

type Add = (parent: Command, line: string, help: string, names: readonly string[]) => Command;
type Done = (code: number) => void;

function addInvites(program: Command, add: Add, actions: Actions, done: Done): void {
  const atMost = (max: number) => (text: string) =>
    wholeNumber(text, { kind: 'number', value: 'N', help: '', default: '', min: 1, max });
  const invite = add(program, 'invite', 'create, list and revoke invite links', place)
    .option('--uses <N>', 'how many people may sign up with the link (default: 1)', atMost(10_000))
    .option('--count <N>', 'how many links to create (default: 1)', atMost(1000))
    .option(
      '--room <NAME>',
      'a room that whoever signs up with the link joins, also a private one; may be repeated',
      list,
    )
    .action(async (flags: Flags) => done(await actions.invite(flags)));
  invite.addHelpText(
    'after',
    `
Prints two links: securechat://… for the terminal client, https://… for a browser. Without --host, --port and --name
they lead to where the server was last started. --room takes the name of a room or its ID, which securechat rooms --json
prints; everybody joins #general anyway.

Examples:
  securechat-server invite --uses 30 --invite-days 2    one link for a class
  securechat-server invite --count 5                    five links for one person each
  securechat-server invite --room team --room hiring    a link for a newcomer to these rooms
  securechat-server invite list
  securechat-server invite revoke ID`,
  );
  // The parent has options of the same names, which it must leave to these commands.
  const child = (line: string, help: string, names: readonly string[]) => add(invite, line, help, names);
  child('list', 'list open invites', place)
    .option('--all', 'include used, expired and revoked invites')
    .addHelpText('after', '\nPrints, separated by tabs: ID, state, uses, who used it, expiry, link, rooms.')
    .action(async (_: Flags, command: Command) => done(await actions.listInvites(command.optsWithGlobals())));
  child('revoke <INVITE>', 'revoke an invite, by its ID or link', place).action(
    async (which: string, _: Flags, command: Command) =>
      done(await actions.revokeInvite(which, command.optsWithGlobals())),
  );
}

function addUsers(program: Command, add: Add, actions: Actions, done: Done): void {
  const user = program.command('user').summary('manage accounts').description('Manage accounts.');
  add(user, 'list', 'list all accounts', store)
    .addHelpText(
      'after',
      '\nPrints, separated by tabs: user name, time of the sign-up, and "disabled", "deleted" (by the user) or "admin" where that is so.',
    )
    .action(async (flags: Flags) => done(await actions.listUsers(flags)));
  add(user, 'disable <USER>', 'disable an account and end its sessions', store).action(
    async (name: string, flags: Flags) => done(await actions.setDisabled(name, true, flags)),
  );
  add(user, 'enable <USER>', 'enable a disabled account', store).action(async (name: string, flags: Flags) =>
    done(await actions.setDisabled(name, false, flags)),
  );
  const admin = new Argument('<ROLE>', 'the only one is admin').choices(['admin']);
  const grants = [
    ['grant <USER>', 'make somebody an administrator, who moderates the public rooms', true],
    ['revoke <USER>', 'take that from an administrator', false],
  ] as const;
  for (const [line, help, on] of grants) {
    add(user, line, help, store)
      .addArgument(admin)
      .action(async (name: string, _: 'admin', flags: Flags) => done(await actions.setAdministrator(name, on, flags)));
  }
  add(
    user,
    'reset-password <USER>',
    'set a new password (prompts, or reads the first line of stdin) and end all sessions',
    [...store, 'password-min', 'bcrypt-cost'],
  ).action(async (name: string, flags: Flags) => done(await actions.resetPassword(name, flags)));
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
  refuseMisuse(program, ({ parseArg }) => parseArg === list);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    throw thrown;
  }
}
