import type { CliEnv, CommonFlags } from '../process/env.ts';

/** What a command prints: results on stdout, everything else on stderr. */
export type Output = {
  /** Prints a line of the result. Text from others must have passed `clean`. `left` is called once it has left this process. */
  line(text: string, left?: () => void): void;
  /** Prints a confirmation; nothing with `--quiet`. */
  done(text: string): void;
  /** Prints an object of the result as one line of JSON. */
  json(value: object, left?: () => void): void;
  /** Resolves once everything printed so far has left this process. */
  flushed(): Promise<void>;
  /** Prints a note to stderr; nothing with `--quiet`. */
  note(text: string): void;
  /** Prints an error, or the context of a question, to stderr, also with `--quiet`. */
  warn(text: string): void;
  /** Shows a line on a terminal that the next one replaces; nothing elsewhere. An empty text removes it. */
  progress(text: string): void;
  dim(text: string): string;
  bold(text: string): string;
  /** Whether stdout is a terminal. */
  readonly terminal: boolean;
  /** Whether stdout uses colours. */
  readonly colour: boolean;
};

type Streams = Pick<CliEnv, 'stdout' | 'stderr' | 'variables'>;

/** Whether to use colours: on a terminal that has them, unless the user has turned them off (https://no-color.org). */
export function wantsColour({ stdout, variables }: Streams, flags: CommonFlags): boolean {
  return stdout.isTTY === true && flags.color !== false && !variables.NO_COLOR && variables.TERM !== 'dumb';
}

/** Characters that a terminal interprets or that hide or reorder text. JSON may escape them (RFC 8259 section 7). */
const unsafe = /[\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The same JSON with unsafe characters escaped. */
function escaped(json: string): string {
  return json.replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The output of one command. */
export function createOutput(streams: Streams, flags: CommonFlags): Output {
  const { stdout, stderr } = streams;
  const colour = wantsColour(streams, flags);
  const paint = (on: number, off: number) => (text: string) => (colour ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  const remark = (text: string) => void (flags.quiet !== true && stderr.write(`${text}\n`));
  const print = (text: string, left = () => {}) => void stdout.write(`${text}\n`, (error) => error || left());
  return {
    line: print,
    done: (text) => void (flags.quiet !== true && print(text)),
    json: (value, left) => print(escaped(JSON.stringify(value)), left),
    flushed: () => new Promise((resolve) => stdout.write('', () => resolve())),
    note: remark,
    warn: (text) => void stderr.write(`${text}\n`),
    progress: (text) => void (stderr.isTTY && flags.quiet !== true && stderr.write(`\r\u001b[K${text}`)),
    dim: paint(2, 22),
    bold: paint(1, 22),
    terminal: stdout.isTTY === true,
    colour,
  };
}
