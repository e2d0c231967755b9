/** One option of the server: its flag is `--name`, its variable `SECURECHAT_NAME`, its key in the file `name`. */
export type Option = {
  readonly kind: 'text' | 'number' | 'choice' | 'list' | 'flag';
  readonly value: string;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** The default, as it is documented; for a number it is also the value. */
  readonly default: string;
};

/** Every option: flags, variables, the file, `--help` and docs/configuration.md are generated from this table. */
export const options = {
  host: { kind: 'text', value: 'ADDRESS', help: 'address to listen on', default: '127.0.0.1' },
  port: {
    kind: 'number',
    value: 'PORT',
    help: 'port to listen on; 0 picks a free one',
    min: 0,
    max: 65_535,
    default: '8443',
  },
  data: {
    kind: 'text',
    value: 'DIR',
    help: 'data folder, with the database',
    default: 'securechat-server in the XDG data folder',
  },
  certs: {
    kind: 'text',
    value: 'DIR',
    help: 'folder of server-key.pem and server-cert.pem; created on the first start',
    default: 'certs in the data folder',
  },
  name: {
    kind: 'list',
    value: 'NAME',
    help: 'host name of this server; the first one is used in invite links; may be repeated',
    default: "this machine's names and addresses",
  },
  origin: {
    kind: 'list',
    value: 'ORIGIN',
    help: 'origin of another web page that may connect, such as https://chat.example.org; may be repeated',
    default: "only the server's own page",
  },
  signup: {
    kind: 'choice',
    value: 'WHO',
    help: 'who may sign up',
    choices: ['open', 'invite', 'closed'],
    default: 'open on loopback, otherwise invite',
  },
  'invite-days': {
    kind: 'number',
    value: 'DAYS',
    help: 'days until a new invite expires',
    min: 1,
    max: 365,
    default: '7',
  },
  'edit-hours': {
    kind: 'number',
    value: 'HOURS',
    help: 'hours during which its author can edit a message; 0 forbids it',
    min: 0,
    max: 876_000,
    default: '24',
  },
  'password-min': {
    kind: 'number',
    value: 'N',
    help: 'minimum length of new passwords, in characters',
    min: 8,
    max: 64,
    default: '12',
  },
  'bcrypt-cost': {
    kind: 'number',
    value: 'N',
    help: 'bcrypt cost of password hashes',
    min: 10,
    max: 15,
    default: '12',
  },
  'session-idle-days': {
    kind: 'number',
    value: 'DAYS',
    help: 'sessions expire after this many idle days',
    min: 1,
    max: 3650,
    default: '30',
  },
  'session-max-days': {
    kind: 'number',
    value: 'DAYS',
    help: 'sessions expire after this many days, used or not',
    min: 1,
    max: 3650,
    default: '90',
  },
  'message-rate': {
    kind: 'number',
    value: 'N',
    help: 'messages per second of one user, over all devices; 0 for no limit',
    min: 0,
    max: 1_000_000,
    default: '5',
  },
  'message-burst': {
    kind: 'number',
    value: 'N',
    help: 'messages that one user may send at once; 0 for no limit',
    min: 0,
    max: 1_000_000,
    default: '10',
  },
  'messages-per-minute': {
    kind: 'number',
    value: 'N',
    help: 'messages per minute of one user; 0 for no limit',
    min: 0,
    max: 1_000_000,
    default: '120',
  },
  'requests-per-second': {
    kind: 'number',
    value: 'N',
    help: 'other requests per second of one account, by cost; 0 for no limit',
    min: 0,
    max: 1_000_000,
    default: '50',
  },
  'logins-per-minute': {
    kind: 'number',
    value: 'N',
    help: 'failed log-ins per minute from one address; 0 for no limit',
    min: 0,
    max: 1_000_000,
    default: '100',
  },
  'logins-per-name': {
    kind: 'number',
    value: 'N',
    help: 'log-ins per minute for one user name from all addresses new to that user, at most half of them at once; 0 for no limit',
    min: 0,
    max: 1_000_000,
    default: '10',
  },
  'signups-per-hour': {
    kind: 'number',
    value: 'N',
    help: 'sign-ups without an invite per hour from one address; 0 for no limit',
    min: 0,
    max: 1_000_000,
    default: '30',
  },
  'connections-per-minute': {
    kind: 'number',
    value: 'N',
    help: 'new connections per minute from one address; 0 for no limit',
    min: 0,
    max: 1_000_000,
    default: '600',
  },
  'guests-per-address': {
    kind: 'number',
    value: 'N',
    help: 'connections from one address that are not logged in yet',
    min: 1,
    max: 100_000,
    default: '128',
  },
  guests: {
    kind: 'number',
    value: 'N',
    help: 'connections from all addresses that are not logged in yet',
    min: 1,
    max: 100_000,
    default: '256',
  },
  'log-level': {
    kind: 'choice',
    value: 'LEVEL',
    help: 'lowest level that is logged on stderr',
    choices: ['debug', 'info', 'warn', 'error'],
    default: 'warn on a terminal, otherwise info',
  },
  json: { kind: 'flag', value: '', help: 'print JSON: one object per line', default: 'off' },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;

/** The variable that sets an option. */
export function variableOf(name: string): string {
  return `SECURECHAT_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** The page about configuration in docs/. */
export function renderConfigDocs(): string {
  const rows = Object.entries<Option>(options).map(([name, o]) => {
    const flag = `--${name}${o.value ? ` ${o.value}` : ''}`;
    const choices = o.choices ? ` (${o.choices.join(', ')})` : '';
    return `| \`${flag}\` | \`${variableOf(name)}\` | ${o.help}${choices} | ${o.default} |`;
  });
  return `# Configuration of the server

Set an option with a flag, an environment variable, or a line in a TOML file that \`--config FILE\` or \`SECURECHAT_CONFIG\`
names. The keys of the file are the flags without \`--\`: \`port = 8443\`, \`name = ["chat.example.org"]\`. Flags take precedence over
variables, and variables over the file. Unknown keys in the file and empty values are errors. In a variable, separate several
values by commas.

| flag | variable | what it sets | default |
|---|---|---|---|
${rows.join('\n')}

Some flags belong to one command and cannot be set elsewhere: \`serve --new\`, \`invite --uses N --count N --room NAME\`, \`invite list --all\`.

A log-in that succeeds does not count against \`--logins-per-minute\`, so that an office behind one address can log in at nine
o'clock. Where a user has logged in or been connected since the server started, or was last connected with an open session,
guesses from other addresses do not use up that user's log-ins. An invited sign-up counts for its invite, and only if it fails.
Changes of a password are limited like the log-ins under one name, but for each session. Limits that are hit are logged, each at most
once a minute for the same address or user.
`;
}
