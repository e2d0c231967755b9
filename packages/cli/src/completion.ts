/** A command as completion sees it. */
export type CommandShape = {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly string[];
  readonly subcommands: readonly CommandShape[];
  /** Words that its arguments may be. */
  readonly words: readonly string[];
};

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const names = (commands: readonly CommandShape[]) => commands.map(({ name }) => name);

/** What can follow each command: `send` → its flags; `rooms` → its subcommands and flags. */
function table(commands: readonly CommandShape[]): [path: string, words: readonly string[]][] {
  return commands.flatMap((command) => [
    [command.name, [...names(command.subcommands), ...command.words, ...command.flags]] as [string, string[]],
    ...command.subcommands.map((sub): [string, string[]] => [
      `${command.name} ${sub.name}`,
      [...sub.words, ...sub.flags],
    ]),
  ]);
}

function cases(rows: ReturnType<typeof table>): string {
  return rows.map(([path, words]) => `    ${quote(path)}) choices=${quote(words.join(' '))} ;;`).join('\n');
}

/** What follows a command when the word behind it is no subcommand of it. */
const topLevel = (commands: readonly CommandShape[]) => table(commands).filter(([path]) => !path.includes(' '));

function bash(commands: readonly CommandShape[]): string {
  return `# securechat completion for bash: eval "$(securechat completion bash)"
_securechat() {
  local choices='' current="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}"
  [ "$COMP_CWORD" -gt 2 ] && case "\${COMP_WORDS[2]}" in -*) ;; *) command="$command \${COMP_WORDS[2]}" ;; esac
  [ "$COMP_CWORD" -le 1 ] && command=''
  case "$command" in
    '') choices=${quote(['--help', '--version', ...names(commands)].join(' '))} ;;
${cases(table(commands))}
    *) case "\${COMP_WORDS[1]}" in
${cases(topLevel(commands))}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$choices" -- "$current"))
}
complete -o default -F _securechat securechat
`;
}

function zsh(commands: readonly CommandShape[]): string {
  return `#compdef securechat
# securechat completion for zsh: eval "$(securechat completion zsh)"
_securechat() {
  local choices='' command="\${words[2]}"
  if (( CURRENT <= 2 )); then
    local -a commands=(${commands.map(({ name, summary }) => quote(`${name}:${summary}`)).join(' ')})
    _describe command commands
    return
  fi
  (( CURRENT > 3 )) && [[ "\${words[3]}" != -* ]] && command="$command \${words[3]}"
  case "$command" in
${cases(table(commands))}
    *) case "\${command%% *}" in
${cases(topLevel(commands))}
    esac ;;
  esac
  compadd -- \${=choices}
}
compdef _securechat securechat
`;
}

function fish(commands: readonly CommandShape[]): string {
  const line = (condition: string, words: readonly string[], summary?: string) =>
    `complete -c securechat -f -n ${quote(condition)} -a ${quote(words.join(' '))}${summary ? ` -d ${quote(summary)}` : ''}`;
  return [
    '# securechat completion for fish: securechat completion fish | source',
    ...commands.map(({ name, summary }) => line('__fish_use_subcommand', [name], summary)),
    ...table(commands).map(([path, words]) =>
      line(
        path
          .split(' ')
          .map((name) => `__fish_seen_subcommand_from ${name}`)
          .join('; and '),
        words,
      ),
    ),
    '',
  ].join('\n');
}

const writers = { bash, zsh, fish } satisfies Record<Shell, (commands: readonly CommandShape[]) => string>;

/** The script that completes `securechat` in a shell. */
export function completionScript(shell: Shell, commands: readonly CommandShape[]): string {
  return writers[shell](commands);
}
