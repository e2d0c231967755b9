/** A row of the settings table. Plain data, so that help and completion can read it without loading the validation. */
export type SettingRow = {
  readonly kind: 'choice' | 'text' | 'flag' | 'list';
  /** The default. */
  readonly default: string | boolean | readonly string[];
  readonly choices?: readonly string[];
  /** What a text or a list may contain, if its kind does not say it. */
  readonly form?: string;
  readonly description: string;
};

/** The built-in themes. */
export const themeNames = ['dark', 'light', 'high-contrast', '16', 'none'] as const;
export type ThemeName = (typeof themeNames)[number];

/** True for the name of a built-in theme. */
export function isThemeName(name: string): name is ThemeName {
  return (themeNames as readonly string[]).includes(name);
}

/** Every setting of the chat, by its key in the file. */
export const settingRows = {
  theme: {
    kind: 'text',
    default: 'auto',
    form: `auto, ${themeNames.join(', ')}, or the name of a theme file`,
    description: 'colour theme',
  },
  keys: {
    kind: 'choice',
    default: 'emacs',
    choices: ['emacs', 'vim'],
    description: 'key preset; keys.toml changes single keys',
  },
  notify: {
    kind: 'choice',
    default: 'auto',
    choices: ['auto', 'osc', 'bell', 'command', 'off'],
    description:
      'how to notify: by the terminal (osc), its bell, or a command; auto detects what the terminal supports',
  },
  'notify-command': {
    kind: 'list',
    default: [],
    form: 'a command and its arguments, for example ["notify-send", "{title}", "{text}"]',
    description: 'command for notify = "command"; runs without a shell',
  },
  highlight: {
    kind: 'list',
    default: [],
    form: 'a list of words, for example ["deploy", "outage"]',
    description:
      'words to highlight on this device, besides those of /highlight; messages with one of them notify like mentions',
  },
  'do-not-disturb': { kind: 'flag', default: false, description: 'turn all notifications off' },
  'fold-system-lines': {
    kind: 'flag',
    default: true,
    description: 'combine consecutive joins and leaves into one line',
  },
  'time-format': {
    kind: 'choice',
    default: '24h',
    choices: ['24h', '24h-seconds', '12h'],
    description: 'format of message times',
  },
  links: {
    kind: 'choice',
    default: 'auto',
    choices: ['auto', 'always', 'never'],
    description: 'make links clickable, or number them for /open; auto detects what the terminal supports',
  },
  servers: {
    kind: 'list',
    default: [],
    form: 'a list of servers that you are logged in to, for example ["chat.example", "work.example"]',
    description: 'servers to open at start, in addition to the current one',
  },
  'sync-drafts': {
    kind: 'flag',
    default: true,
    description: 'share unsent texts with your other devices',
  },
  sort: {
    kind: 'choice',
    default: 'name',
    choices: ['name', 'recent', 'unread'],
    description: 'order of the room list: by name, by the newest message, or unread rooms first',
  },
  editor: {
    kind: 'text',
    default: '',
    form: 'a command, for example "vim"; empty for $VISUAL or $EDITOR',
    description: 'editor for long messages',
  },
} as const satisfies Record<string, SettingRow>;

/** Every setting of one room, by its key in the table `[rooms.NAME]`. */
export const roomSettingRows = {
  notify: {
    kind: 'choice',
    default: 'mentions',
    choices: ['all', 'mentions', 'none'],
    description: 'which messages of the room to notify about',
  },
  muted: { kind: 'flag', default: false, description: 'dim the room and ignore its activity' },
} as const satisfies Record<string, SettingRow>;

type Camel<S> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;
type ValueOf<R extends SettingRow> = R['kind'] extends 'flag'
  ? boolean
  : R['kind'] extends 'list'
    ? readonly string[]
    : R extends { readonly choices: readonly (infer C)[] }
      ? C
      : string;
type ValuesOf<T extends Record<string, SettingRow>> = { readonly [K in keyof T as Camel<K>]: ValueOf<T[K]> };

/** The settings of one room. */
export type RoomSettings = ValuesOf<typeof roomSettingRows>;
/** All settings, validated; a missing or invalid one has its default. */
export type Settings = ValuesOf<typeof settingRows> & {
  /** Rooms with settings of their own. Without a prototype, since a room may be called `constructor`. */
  readonly rooms: Readonly<Record<string, RoomSettings>>;
};

/** The property of a setting: `notify-command` is `notifyCommand`. */
export function propertyOf(key: string): string {
  return key.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The defaults of a table. */
export function defaultsOf(rows: Readonly<Record<string, SettingRow>>): Record<string, SettingRow['default']> {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [propertyOf(key), row.default]));
}

/** The default settings. */
export const defaultSettings: Settings = {
  ...(defaultsOf(settingRows) as ValuesOf<typeof settingRows>),
  rooms: Object.create(null),
};

const defaultRoomSettings = defaultsOf(roomSettingRows) as RoomSettings;

/** The settings of a room: its own, or the defaults. */
export function roomSettings({ rooms }: Pick<Settings, 'rooms'>, room: string): RoomSettings {
  return rooms[room] ?? defaultRoomSettings;
}

/** The allowed values of a setting, in words. */
export function allowedOf({ kind, choices, form }: SettingRow): string {
  if (choices) return `one of ${choices.join(', ')}`;
  if (kind === 'flag') return 'true or false';
  return form ?? (kind === 'list' ? 'a list of strings' : 'a string');
}
