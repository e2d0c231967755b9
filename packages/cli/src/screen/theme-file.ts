import { err, ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import { type Tone, tones } from '../text/rows.ts';
import { type Looks, type Theme, type ThemeName, themes, withOneLookForOthers } from './theme.ts';

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
const names = Object.keys(themes) as [ThemeName, ...ThemeName[]];
/** A theme as its file says it: another one, and what differs from it, by meaning. */
const themeRecord = v.strictObject({
  from: v.optional(v.picklist(names, `must be one of ${names.join(', ')}`), 'dark'),
  ...v.entriesFromList(tones, v.optional(looks)),
});

/** What a file calls by a shorter name than the screen library. */
const longer: Readonly<Record<string, string>> = { background: 'backgroundColor', dim: 'dimColor' };

function looksFrom(wanted: v.InferOutput<typeof looks>): Looks {
  return Object.fromEntries(Object.entries(wanted).map(([name, value]) => [longer[name] ?? name, value]));
}

/** A theme out of what a file holds. The error is a sentence that names what is not right. */
export function themeFrom(record: unknown): Result<Theme, string> {
  const checked = v.safeParse(themeRecord, record);
  if (!checked.success) {
    const [issue] = checked.issues;
    const where = issue.path?.map(({ key }) => String(key)).join('.') ?? 'the theme';
    const isUnknown = issue.type === 'strict_object' && issue.expected === 'never';
    return err(isUnknown ? `${where} is nothing that a theme has.` : `${where} ${issue.message}.`);
  }
  const { from, ...own } = checked.output;
  // One look for all others, unless it says what each has.
  const base = own.other ? withOneLookForOthers(themes[from], looksFrom(own.other)) : themes[from];
  const theme: Record<Tone, Looks> = { ...base };
  for (const tone of tones) {
    const wanted = own[tone];
    if (wanted) theme[tone] = looksFrom(wanted);
  }
  return ok(theme);
}
