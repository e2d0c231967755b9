import { err, ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import { type Tone, tones } from '../text/rows.ts';
import { type ThemeName, themeNames } from './table.ts';

/** The style of a piece of text. */
export type Looks = {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
};

/** A custom theme: the built-in theme that it is based on, and the styles that differ, by tone. */
export type ThemeFile = { readonly from: ThemeName; readonly looks: Readonly<Partial<Record<Tone, Looks>>> };

const base = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const bright = ['gray', ...base.slice(1).map((name) => `${name}Bright`)];
const isColour = 'must be #rrggbb or a colour of the terminal: red, redBright, gray …';
const colour = v.union(
  [v.picklist([...base, ...bright]), v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, isColour))],
  isColour,
);
const flag = v.optional(v.boolean('must be true or false'));
const looks = v.strictObject({
  color: v.optional(colour),
  background: v.optional(colour),
  bold: flag,
  dim: flag,
  italic: flag,
  underline: flag,
  inverse: flag,
});
const themeRecord = v.strictObject({
  from: v.optional(v.picklist(themeNames, `must be one of ${themeNames.join(', ')}`), 'dark'),
  ...v.entriesFromList(tones, v.optional(looks)),
});

/** Names in the file that are shorter than those of the screen library. */
const longer: Readonly<Record<string, string>> = { background: 'backgroundColor', dim: 'dimColor' };

function looksFrom(wanted: v.InferOutput<typeof looks>): Looks {
  return Object.fromEntries(Object.entries(wanted).map(([name, value]) => [longer[name] ?? name, value]));
}

/** Validates a theme file. The error is a sentence that names the mistake. */
export function validateTheme(record: unknown): Result<ThemeFile, string> {
  const checked = v.safeParse(themeRecord, record);
  if (!checked.success) {
    const [issue] = checked.issues;
    const where = issue.path?.map(({ key }) => String(key)).join('.') ?? 'the theme';
    const isUnknown = issue.type === 'strict_object' && issue.expected === 'never';
    return err(isUnknown ? `${where} is not a theme property.` : `${where} ${issue.message}.`);
  }
  const { from, ...own } = checked.output;
  const looks: Partial<Record<Tone, Looks>> = {};
  for (const tone of tones) {
    const wanted = own[tone];
    if (wanted) looks[tone] = looksFrom(wanted);
  }
  return ok({ from, looks });
}
