/** A command in the form that completion needs. */
export type CommandShape = {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly string[];
  readonly subcommands: readonly CommandShape[];
  /** Values of its first argument. */
  readonly words: readonly string[];
  /** Values that may follow each of `words`. */
  readonly values: Readonly<Record<string, readonly string[]>>;
};

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const names = (commands: readonly CommandShape[]) => commands.map(({ name }) => name);

/** Candidates after the words typed so far: subcommands and arguments, and flags once a hyphen is typed. */
type Row = { readonly path: readonly string[]; readonly words: readonly string[]; readonly flags: readonly string[] };

function rowsOf(command: CommandShape, above: readonly string[] = []): readonly Row[] {
  const path = [...above, command.name];
  const { flags, words, values, subcommands } = command;
  return [
    ...Object.entries(values).map(([word, after]) => ({ path: [...path, word], words: after, flags })),
    ...subcommands.flatMap((sub) => rowsOf(sub, path)),
    { path, words: [...names(subcommands), ...words], flags },
  ];
}

/** The branches of `case "$path"`, longest paths first. */
function cases(commands: readonly CommandShape[]): string {
  return commands
    .flatMap((command) => rowsOf(command))
    .map(({ path, words, flags }) => {
      const typed = quote(path.join(' '));
      return `    ${typed}|${typed}' '*) words=${quote(words.join(' '))} flags=${quote(flags.join(' '))} ;;`;
    })
    .join('\n');
}

function bash(commands: readonly CommandShape[]): string {
  return `# securechat completion for bash: eval "$(securechat completion bash)"
_securechat() {
  local words='' flags='' current="\${COMP_WORDS[COMP_CWORD]}" path="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
  case "$path" in
    '') words=${quote(names(commands).join(' '))} flags='--help --version' ;;
${cases(commands)}
  esac
  case "$current" in -*) words="$flags" ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _securechat securechat
`;
}

function zsh(commands: readonly CommandShape[]): string {
  return `#compdef securechat
# securechat completion for zsh: eval "$(securechat completion zsh)"
_securechat() {
  if (( CURRENT <= 2 )) && [[ "\${words[CURRENT]}" != -* ]]; then
    local -a commands=(${commands.map(({ name, summary }) => quote(`${name}:${summary}`)).join(' ')})
    _describe command commands
    return
  fi
  local current="\${words[CURRENT]}" path_typed="\${(j: :)words[2,CURRENT-1]}" choices=''
  () {
    local words='' flags=''
    case "$path_typed" in
    '') flags='--help --version' ;;
${cases(commands)}
    esac
    [[ "$current" == -* ]] && choices="$flags" || choices="$words"
  }
  if [[ -n "$choices" ]]; then compadd -- \${=choices}; else _files; fi
}
compdef _securechat securechat
`;
}

function fish(commands: readonly CommandShape[]): string {
  const line = (condition: string, rest: string) => `complete -c securechat -f -n ${quote(condition)} ${rest}`;
  return [
    '# securechat completion for fish: securechat completion fish | source',
    ...commands.map(({ name, summary }) => line('__fish_use_subcommand', `-a ${quote(name)} -d ${quote(summary)}`)),
    ...commands
      .flatMap((command) => rowsOf(command))
      .flatMap(({ path, words, flags }) => {
        const typed = path.map((name) => `__fish_seen_subcommand_from ${name}`).join('; and ');
        const next = words.length > 0 ? `; and not __fish_seen_subcommand_from ${words.join(' ')}` : '';
        const options = flags.map((flag) => `-l ${flag.slice(2)}`).join(' ');
        return [
          ...(words.length > 0 ? [line(`${typed}${next}`, `-a ${quote(words.join(' '))}`)] : []),
          line(`${typed}${next}`, options),
        ];
      }),
    '',
  ].join('\n');
}

const writers = { bash, zsh, fish } satisfies Record<Shell, (commands: readonly CommandShape[]) => string>;

/** The script that completes `securechat` in a shell. */
export function completionScript(shell: Shell, commands: readonly CommandShape[]): string {
  return writers[shell](commands);
}
