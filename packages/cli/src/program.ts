import { didYouMean } from '@securechat/protocol/did-you-mean';
import { Argument, Command, CommanderError, Option } from 'commander';
import type { CommandContext } from './cli-args/command-context.ts';
import { checkEnvironment } from './cli-args/environment-checks.ts';
import { commonOptions, commonOptionsLine, isRepeatable, refuseMisuse } from './cli-args/options.ts';
import { otherWords } from './cli-args/other-words.ts';
import { type CommandShape, completionScript, type Shell, shells } from './cli-args/shell-completion.ts';
import type { CommandRow } from './command-row.ts';
import { commandTable } from './command-table.ts';
import { createOutput } from './output/output.ts';
import { createPrompter } from './output/prompt.ts';
import type { CliEnv, CommonFlags } from './process/env.ts';
import { type ExitName, exitCode, exitCodes } from './process/exit-codes.ts';

/** Runs one command with these flags, and prints the error if there is one. */
async function runRow(row: CommandRow, env: CliEnv, flags: CommonFlags, args: readonly string[]): Promise<ExitName> {
  const out = createOutput(env, flags);
  const ask = createPrompter(env, flags.passwordStdin === true);
  const run: CommandContext = { env, flags, out, ask };
  try {
    const checked = checkEnvironment(env, flags, row.usage.split(' ')[0] ?? '');
    const result = checked.ok ? await row.run(run, args) : checked;
    if (result.ok) return 'done';
    if (result.error.message !== '') out.warn(`securechat: ${result.error.message}`);
    return result.error.exit;
  } finally {
    ask.close();
  }
}

/** Options may stand before the command, after it and after its subcommand. Values of repeatable options are collected. */
function flagsOf(command: Command): CommonFlags {
  const own = command.opts<CommonFlags>();
  if (command.parent === null) return own;
  const outer: Record<string, unknown> = { ...flagsOf(command.parent) };
  const both = command.options.filter(isRepeatable).flatMap((option) => {
    const name = option.attributeName();
    const values = [outer[name], command.getOptionValue(name)].filter((value) => value !== undefined).flat();
    return values.length === 0 ? [] : [[name, values]];
  });
  return { ...outer, ...own, ...Object.fromEntries(both), color: own.color !== false && outer.color !== false };
}

/** Adds the common options, except those that the command defines itself. Help lists them once, for the program. */
function addCommonOptions(command: Command): void {
  for (const { flags, description, long, argChoices } of commonOptions) {
    if (command.options.some((own) => own.long === long)) continue;
    const option = new Option(flags, description).hideHelp();
    command.addOption(argChoices ? option.choices(argChoices) : option);
  }
}

type ParsedLine = {
  readonly env: CliEnv;
  /** Called with how the command ended. */
  readonly ended: (exit: ExitName) => void;
  /** Names of the options seen so far. */
  readonly given: Set<string>;
};

/** A summary as a full sentence. */
const sentence = (summary: string) => `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;

function addRow(parent: Command, row: CommandRow, line: ParsedLine): void {
  const { env, ended } = line;
  const [name = '', ...args] = row.usage.split(' ');
  const description = [sentence(row.summary), ...(row.details === undefined ? [] : [row.details])].join('\n\n');
  const command = parent.command(name).summary(row.summary).description(description);
  for (const argument of args) command.addArgument(new Argument(argument));
  for (const option of row.options ?? []) command.addOption(option);
  addCommonOptions(command);
  refuseMisuse(command, line.given);
  const examples = row.examples.map((example) => `  $ ${example}`).join('\n');
  command.addHelpText('after', `\n${commonOptionsLine}\n\nExamples:\n${examples}`);
  // Always set: a subcommand would inherit what its parent allows.
  command.allowExcessArguments(row.subcommands !== undefined);
  command.action(async () => {
    const [extra] = command.args;
    if (row.subcommands && extra !== undefined) unknownSubcommand(command, extra, row.subcommands);
    ended(await runRow(row, env, flagsOf(command), command.args));
  });
  for (const subcommand of row.subcommands ?? []) addRow(command, subcommand, line);
  if (row.subcommands) command.enablePositionalOptions();
}

/** Ends the program with a suggestion for an unknown subcommand. */
function unknownSubcommand(command: Command, typed: string, rows: readonly CommandRow[]): never {
  const names = rows.map(({ usage }) => usage.split(' ')[0] ?? '');
  const all = `Commands of ${command.name()}: ${names.join(', ')}.`;
  return command.error(`error: unknown command '${command.name()} ${typed}'.${didYouMean(typed, names)} ${all}`);
}

/** The commands in the form that completion needs. */
function shapes(command: Command, rows: readonly CommandRow[]): CommandShape[] {
  const words = new Set(Object.keys(otherWords));
  return command.commands
    .filter((sub) => command.parent !== null || !words.has(sub.name()))
    .map((sub) =>
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
    values: row?.values ?? {},
  };
}

function addCompletion(program: Command, { env, ended }: ParsedLine): void {
  program
    .command('completion')
    .summary('print a shell completion script')
    .description('Print a shell completion script.')
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

function addVersion(program: Command, { env, ended }: ParsedLine): void {
  program
    .command('version')
    .summary('print the version')
    .description('Print the version.')
    .action(() => {
      env.stdout.write(`${env.version}\n`);
      ended('done');
    });
}

/** Adds commands of other programs, hidden from help: each prints a hint. */
function addOtherWords(program: Command, { env, ended }: ParsedLine): void {
  for (const [word, suggestion] of Object.entries(otherWords)) {
    program
      .command(word, { hidden: true })
      .argument('[words...]')
      .allowUnknownOption()
      .helpOption(false)
      .action(() => {
        env.stderr.write(`securechat: Unknown command ${word}. ${suggestion}\n`);
        ended('usage');
      });
  }
}

/** The common options, as rows of the program's help. */
function commonOptionRows(): string[] {
  const width = Math.max(...commonOptions.map(({ flags }) => flags.length));
  return commonOptions.map(({ flags, description }) => `  ${flags.padEnd(width)}  ${description}`);
}

/** The commander tree; `ended` is called with how the command ended. */
function buildProgram(env: CliEnv, ended: (exit: ExitName) => void): Command {
  const program = new Command('securechat')
    .description('SecureChat for the terminal: once a message is acknowledged, it is never lost.')
    .version(env.version, '-V, --version', 'print the version')
    .enablePositionalOptions()
    .showHelpAfterError('(--help lists commands and options)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void env.stdout.write(text),
      writeErr: (text) => void env.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText(
      'after',
      `\nOptions of every command, before or after its name:\n${commonOptionRows().join('\n')}

Examples:
  $ securechat join 'securechat://HOST:8443/#pin=…&invite=…'
  $ securechat chat
  $ make test | tail -1 | securechat send
  $ securechat tail --json | jq -r .text

Exit codes:\n${exitCodes.map(({ code, when }) => `  ${String(code).padStart(3)}  ${when}`).join('\n')}`,
    );
  addCommonOptions(program);
  const line = { env, ended, given: new Set<string>() };
  refuseMisuse(program, line.given);
  for (const row of commandTable) addRow(program, row, line);
  addCompletion(program, line);
  addVersion(program, line);
  addOtherWords(program, line);
  return program;
}

/** Runs a command line; returns the exit code of the process. */
export async function runCli(argv: readonly string[], env: CliEnv): Promise<number> {
  let exit: ExitName = 'done';
  const program = buildProgram(env, (how) => {
    exit = how;
  });
  // As in most programs, -v alone prints the version; with a command it is --verbose.
  const args = argv.length === 1 && argv[0] === '-v' ? ['--version'] : argv;
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode(exit);
  } catch (thrown) {
    // Commander has already printed the error; help and version also end here.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCode('usage');
    throw thrown;
  }
}
