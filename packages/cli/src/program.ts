import { Argument, Command, CommanderError } from 'commander';
import { type CommandRow, commandTable } from './command-table.ts';
import { type CommandShape, completionScript, type Shell, shells } from './completion.ts';
import type { CliEnv, CommonFlags } from './env.ts';
import { type ExitName, exitCode, exitCodes } from './exit-codes.ts';
import { commonOptions } from './options.ts';
import { createOutput } from './output.ts';
import { createPrompter } from './prompt.ts';
import type { Run } from './run.ts';

/** Runs one row of the table with the flags as given, and says why it ended if it ended early. */
async function runRow(row: CommandRow, env: CliEnv, flags: CommonFlags, args: readonly string[]): Promise<ExitName> {
  const out = createOutput(env, flags);
  const ask = createPrompter(env, flags.passwordStdin === true);
  const run: Run = { env, flags, out, ask };
  try {
    const result = await row.run(run, args);
    if (result.ok) return 'done';
    if (result.error.say !== '') out.note(`securechat: ${result.error.say}`);
    return result.error.exit;
  } finally {
    ask.close();
  }
}

/** Flags may stand behind a command and behind its subcommand; the nearer one counts. */
function flagsOf(command: Command): CommonFlags {
  const outer = command.parent?.opts<CommonFlags>() ?? {};
  const own = command.opts<CommonFlags>();
  return { ...outer, ...own, color: own.color !== false && outer.color !== false };
}

function addRow(parent: Command, row: CommandRow, env: CliEnv, ended: (exit: ExitName) => void): void {
  const [name = '', ...args] = row.usage.split(' ');
  const command = parent.command(name).summary(row.summary).description(`${row.summary}.`);
  for (const argument of args) command.addArgument(new Argument(argument));
  const own = row.options ?? [];
  // A command may have an option of its own in the place of a common one.
  const common = commonOptions.filter(({ long }) => !own.some((option) => option.long === long));
  for (const option of [...own, ...common]) command.addOption(option);
  command.addHelpText('after', `\nExamples:\n${row.examples.map((line) => `  $ ${line}`).join('\n')}`);
  command.action(async () => {
    ended(await runRow(row, env, flagsOf(command), command.args));
  });
  for (const subcommand of row.subcommands ?? []) addRow(command, subcommand, env, ended);
  if (row.subcommands) command.enablePositionalOptions();
}

/** The commands as completion sees them. */
function shapes(command: Command, rows: readonly CommandRow[]): CommandShape[] {
  return command.commands.map((sub) =>
    shape(
      sub,
      rows.find(({ usage }) => usage.split(' ')[0] === sub.name()),
    ),
  );
}

function shape(sub: Command, row: CommandRow | undefined): CommandShape {
  return {
    name: sub.name(),
    summary: sub.summary(),
    flags: ['--help', ...sub.options.flatMap(({ long }) => (long ? [long] : []))],
    subcommands: shapes(sub, row?.subcommands ?? []),
    words: row?.words ?? sub.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  };
}

function addCompletion(program: Command, env: CliEnv, ended: (exit: ExitName) => void): void {
  program
    .command('completion')
    .summary('print the script that completes securechat in a shell')
    .description('Print the script that completes securechat in a shell.')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .addHelpText(
      'after',
      '\nExamples:\n  $ eval "$(securechat completion bash)"\n  $ securechat completion fish | source',
    )
    .action((shell: Shell) => {
      env.stdout.write(completionScript(shell, shapes(program, commandTable)));
      ended('done');
    });
}

/** The commander tree; `ended` is called with how the command that ran ended. */
function buildProgram(env: CliEnv, ended: (exit: ExitName) => void): Command {
  const program = new Command('securechat')
    .description('SecureChat in the terminal: a chat whose acknowledged messages are never lost.')
    .version(env.version, '-V, --version', 'print the version')
    .enablePositionalOptions()
    .showHelpAfterError('(add --help for all there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void env.stdout.write(text),
      writeErr: (text) => void env.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText(
      'after',
      `\nExamples:
  $ securechat join 'securechat://HOST:8443/#pin=…&invite=…'
  $ securechat chat
  $ make test | tail -1 | securechat send
  $ securechat tail --json | jq -r .text

Exit codes:\n${exitCodes.map(({ code, when }) => `  ${String(code).padStart(3)}  ${when}`).join('\n')}`,
    );
  for (const row of commandTable) addRow(program, row, env, ended);
  addCompletion(program, env, ended);
  return program;
}

/** Runs a command line to its end; the number the process exits with. */
export async function runCli(argv: readonly string[], env: CliEnv): Promise<number> {
  let exit: ExitName = 'done';
  const program = buildProgram(env, (how) => {
    exit = how;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode(exit);
  } catch (thrown) {
    // Commander has said what is wrong; help and version come this way, too.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCode('usage');
    throw thrown;
  }
}
