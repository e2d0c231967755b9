import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { err, ok, type Result, type SignupPolicy } from '@securechat/protocol';
import { didYouMean } from '@securechat/protocol/did-you-mean';
import envPaths from 'env-paths';
import { parse as parseToml } from 'smol-toml';
import { toHostName, toOrigin } from './host-names.ts';
import { type Option, type OptionName, options, variableOf } from './options.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** The operator's settings, validated. */
export type Config = {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly certsDir: string;
  /** Whether host, port or name was given. */
  readonly placed: boolean;
  /** Whether the folder of the certificate was given. */
  readonly certsPlaced: boolean;
  readonly names: readonly string[];
  readonly origins: readonly string[];
  readonly signup: SignupPolicy;
  readonly inviteMs: number;
  readonly editWindowMs: number;
  readonly passwordMin: number;
  readonly bcryptCost: number;
  readonly sessionIdleMs: number;
  readonly sessionMaxMs: number;
  readonly limits: Readonly<
    Record<
      | 'messageRate'
      | 'messageBurst'
      | 'messagesPerMinute'
      | 'requestsPerSecond'
      | 'loginsPerMinute'
      | 'loginsPerName'
      | 'signupsPerHour'
      | 'connectionsPerMinute'
      | 'guests'
      | 'guestsPerAddress',
      number
    >
  >;
  readonly logLevel: string;
  readonly json: boolean;
};

/** The sources of options. `flags` are as commander returns them: camel case, text. */
export type Sources = {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stderr is a terminal, where fewer levels are logged. */
  readonly terminal: boolean;
};

type Given = Partial<Record<OptionName, unknown>>;

const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Reads flags, variables and the file. The error is a sentence for the operator: which option, where, what it must be. */
export function readConfig({ flags, env, terminal }: Sources): Result<Config, string> {
  const path = flags.config ?? env.SECURECHAT_CONFIG;
  if (path === '') return err(`${flags.config === '' ? '--config' : 'SECURECHAT_CONFIG'} is empty.`);
  const file = path === undefined ? ok<Record<string, unknown>>({}) : readFile(String(path));
  if (!file.ok) return file;
  const given: Given = {};
  for (const [key, option] of Object.entries<Option>(options)) {
    const name = key as OptionName;
    const from: [unknown, string] =
      flags[camel(name)] !== undefined
        ? [flags[camel(name)], `--${name}`]
        : env[variableOf(name)] !== undefined
          ? [env[variableOf(name)], variableOf(name)]
          : [file.value[name], `${name} in ${path}`];
    if (from[0] === undefined) continue;
    const value = validateOption(option, from[0], from[1]);
    if (!value.ok) return value;
    const checked = inOneForm(name, value.value, from[1]);
    if (!checked.ok) return checked;
    given[name] = checked.value;
  }
  return ok(complete(given, terminal));
}

/** Normalizes names and origins for comparison; other values stay as they are. */
function inOneForm(name: OptionName, value: unknown, where: string): Result<unknown, string> {
  if (name !== 'name' && name !== 'origin') return ok(value);
  const [form, what, example] =
    name === 'name'
      ? ([toHostName, 'a host name', 'chat.example.org'] as const)
      : ([toOrigin, 'an origin', 'https://chat.example.org'] as const);
  const forms: string[] = [];
  for (const item of value as readonly string[]) {
    const formed = form(item);
    if (formed === undefined) return err(`${where} has ${JSON.stringify(item)}; expected ${what} such as ${example}.`);
    forms.push(formed);
  }
  return ok(forms);
}

function readFile(path: string): Result<Record<string, unknown>, string> {
  try {
    const parsed = parseToml(readFileSync(path, 'utf8'));
    const unknown = Object.keys(parsed).find((key) => !Object.hasOwn(options, key));
    return unknown
      ? err(
          `${path}: unknown option ${unknown}.${didYouMean(unknown.toLowerCase(), Object.keys(options))} See: securechat-server serve --help`,
        )
      : ok(parsed);
  } catch (thrown) {
    return err(`Cannot read the configuration ${path}: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
}

/** One value in the form of its option. */
function validateOption(option: Option, value: unknown, where: string): Result<unknown, string> {
  const text = String(value).trim();
  const said = text === '' ? 'empty' : text;
  switch (option.kind) {
    case 'flag':
      if (/^(true|1|yes|on)$/i.test(text)) return ok(true);
      return /^(false|0|no|off|)$/i.test(text) ? ok(false) : err(`${where} is ${text}; expected true or false.`);
    case 'number': {
      const { min = 0, max = Number.MAX_SAFE_INTEGER } = option;
      const number = Number(text);
      const whole = /^\d+$/.test(text) && number >= min && number <= max;
      return whole ? ok(number) : err(`${where} is ${said}; expected a whole number from ${min} to ${max}.`);
    }
    case 'choice':
      return option.choices?.includes(text)
        ? ok(text)
        : err(`${where} is ${said}; expected one of ${option.choices?.join(', ')}.`);
    case 'list': {
      if (text === '' && !Array.isArray(value)) return err(`${where} is empty.`);
      const items: readonly unknown[] = Array.isArray(value) ? value : text.split(',');
      return ok(items.map((item) => String(item).trim()).filter((item) => item !== ''));
    }
    default:
      return text === '' ? err(`${where} is empty.`) : ok(text);
  }
}

/** Whether an address is only reachable from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function complete(given: Given, terminal: boolean): Config {
  const number = (name: OptionName) => Number(given[name] ?? options[name].default);
  const text = (name: OptionName) => given[name] as string | undefined;
  const list = (name: OptionName) => (given[name] as string[] | undefined) ?? [];
  const host = text('host') ?? '127.0.0.1';
  const dataDir = resolve(text('data') ?? envPaths('securechat-server', { suffix: '' }).data);
  return {
    host,
    port: number('port'),
    dataDir,
    certsDir: resolve(text('certs') ?? join(dataDir, 'certs')),
    placed: (['host', 'port', 'name'] as const).some((name) => given[name] !== undefined),
    certsPlaced: given.certs !== undefined,
    names: list('name'),
    origins: list('origin'),
    signup: (text('signup') as SignupPolicy | undefined) ?? (isLoopback(host) ? 'open' : 'invite'),
    inviteMs: number('invite-days') * dayMs,
    editWindowMs: number('edit-hours') * hourMs,
    passwordMin: number('password-min'),
    bcryptCost: number('bcrypt-cost'),
    sessionIdleMs: number('session-idle-days') * dayMs,
    sessionMaxMs: number('session-max-days') * dayMs,
    limits: {
      messageRate: number('message-rate'),
      messageBurst: number('message-burst'),
      messagesPerMinute: number('messages-per-minute'),
      requestsPerSecond: number('requests-per-second'),
      loginsPerMinute: number('logins-per-minute'),
      loginsPerName: number('logins-per-name'),
      signupsPerHour: number('signups-per-hour'),
      connectionsPerMinute: number('connections-per-minute'),
      guests: number('guests'),
      guestsPerAddress: number('guests-per-address'),
    },
    logLevel: text('log-level') ?? (terminal ? 'warn' : 'info'),
    json: given.json === true,
  };
}

/** The URL of the store. */
export const storeUrl = ({ dataDir }: Pick<Config, 'dataDir'>): string => `sqlite:${dataDir}`;
/** The URL of the bus. It is always in memory, because a data folder has one server. */
export const busUrl = 'memory:';
