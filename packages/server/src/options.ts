/** One option of the server: its flag is `--name`, its variable `SECURECHAT_NAME`, its key in the file `name`. */
export type Option = {
  readonly kind: 'text' | 'number' | 'choice' | 'list' | 'flag';
  readonly value: string;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** What applies without it, for people. */
  readonly without: string;
};

/** Every option there is: flags, variables, the file, `--help` and docs/configuration.md are all made from this table. */
export const options = {
  host: { kind: 'text', value: 'ADDRESS', help: 'address to listen on', without: '127.0.0.1' },
  port: {
    kind: 'number',
    value: 'PORT',
    help: 'port to listen on; 0 picks a free one',
    min: 0,
    max: 65_535,
    without: '8443',
  },
  data: { kind: 'text', value: 'DIR', help: 'folder of the database', without: 'the XDG data folder' },
  certs: {
    kind: 'text',
    value: 'DIR',
    help: 'folder of server-key.pem and server-cert.pem; made on first start',
    without: 'certs in the data folder',
  },
  name: {
    kind: 'list',
    value: 'NAME',
    help: 'a name people reach this server by; the first goes into invite links; may be repeated',
    without: "this machine's names and addresses",
  },
  origin: {
    kind: 'list',
    value: 'ORIGIN',
    help: 'another page that may connect, as https://chat.example.org; may be repeated',
    without: 'the own page only',
  },
  signup: {
    kind: 'choice',
    value: 'WHO',
    help: 'who may make an account',
    choices: ['open', 'invite', 'closed'],
    without: 'open on loopback, invite elsewhere',
  },
  'invite-days': {
    kind: 'number',
    value: 'DAYS',
    help: 'how long an invite is good for',
    min: 1,
    max: 365,
    without: '7',
  },
  'password-min': {
    kind: 'number',
    value: 'N',
    help: 'shortest password for new accounts, in characters',
    min: 8,
    max: 64,
    without: '12',
  },
  'bcrypt-cost': { kind: 'number', value: 'N', help: 'cost of password hashes', min: 10, max: 15, without: '12' },
  'session-idle-days': {
    kind: 'number',
    value: 'DAYS',
    help: 'a session that is not used for so long ends',
    min: 1,
    max: 3650,
    without: '30',
  },
  'session-max-days': {
    kind: 'number',
    value: 'DAYS',
    help: 'a session ends after so long',
    min: 1,
    max: 3650,
    without: '90',
  },
  'message-rate': {
    kind: 'number',
    value: 'N',
    help: 'messages a second of one user, over all devices; 0 for no limit',
    min: 0,
    max: 1_000_000,
    without: '5',
  },
  'message-burst': {
    kind: 'number',
    value: 'N',
    help: 'messages of one user at once; 0 for no limit',
    min: 0,
    max: 1_000_000,
    without: '10',
  },
  'messages-per-minute': {
    kind: 'number',
    value: 'N',
    help: 'messages a minute of one user; 0 for no limit',
    min: 0,
    max: 1_000_000,
    without: '120',
  },
  'requests-per-second': {
    kind: 'number',
    value: 'N',
    help: 'other requests a second of one session, weighted; 0 for no limit',
    min: 0,
    max: 1_000_000,
    without: '50',
  },
  'logins-per-minute': {
    kind: 'number',
    value: 'N',
    help: 'log-ins a minute from one address; 0 for no limit',
    min: 0,
    max: 1_000_000,
    without: '10',
  },
  'logins-per-name': {
    kind: 'number',
    value: 'N',
    help: 'log-ins a minute under one user name, from wherever, half of them at once; 0 for no limit',
    min: 0,
    max: 1_000_000,
    without: '10',
  },
  'signups-per-hour': {
    kind: 'number',
    value: 'N',
    help: 'sign-ups an hour from one address; 0 for no limit',
    min: 0,
    max: 1_000_000,
    without: '30',
  },
  'connections-per-minute': {
    kind: 'number',
    value: 'N',
    help: 'new connections a minute from one address; 0 for no limit',
    min: 0,
    max: 1_000_000,
    without: '600',
  },
  'guests-per-address': {
    kind: 'number',
    value: 'N',
    help: 'connections of one address that have not signed in',
    min: 1,
    max: 100_000,
    without: '64',
  },
  guests: {
    kind: 'number',
    value: 'N',
    help: 'connections of all addresses that have not signed in',
    min: 1,
    max: 100_000,
    without: '256',
  },
  'log-level': {
    kind: 'choice',
    value: 'LEVEL',
    help: 'how much is logged on stderr',
    choices: ['debug', 'info', 'warn', 'error'],
    without: 'warn on a terminal, info elsewhere',
  },
  json: { kind: 'flag', value: '', help: 'print one line of JSON when ready instead of the banner', without: 'off' },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;

/** The variable that sets an option. */
export function variableOf(name: string): string {
  return `SECURECHAT_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** The page about configuration, generated into docs/. */
export function renderConfigDocs(): string {
  const rows = Object.entries<Option>(options).map(([name, o]) => {
    const flag = `--${name}${o.value ? ` ${o.value}` : ''}`;
    const choices = o.choices ? ` (${o.choices.join(', ')})` : '';
    return `| \`${flag}\` | \`${variableOf(name)}\` | ${o.help}${choices} | ${o.without} |`;
  });
  return `# Configuration of the server

Each option can be given as a flag, as an environment variable, or in a TOML file named by \`--config FILE\` or
\`SECURECHAT_CONFIG\` (its keys are the flags without \`--\`: \`port = 8443\`, \`name = ["chat.example.org"]\`). A flag beats a
variable, a variable beats the file. An unknown key in the file is refused, so that a misspelt one is noticed. Repeated
options are separated by commas in a variable.

| flag | variable | what it sets | without it |
|---|---|---|---|
${rows.join('\n')}
`;
}
