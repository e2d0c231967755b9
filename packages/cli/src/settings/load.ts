import { join } from 'node:path';
import { readIfThere } from '../config/files.ts';
import type { Home } from '../config/home.ts';
import { readToml, type Validated, validateSettings } from './read.ts';
import { isThemeName, type Settings } from './table.ts';
import { type ThemeFile, validateTheme } from './theme-file.ts';

/** The settings of this home. A file that cannot be read is a complaint, too: nothing about settings keeps a chat from opening. */
export function loadSettings({ settingsFile }: Pick<Home, 'settingsFile'>): Validated<Settings> {
  const text = readIfThere(settingsFile);
  if (!text.ok) return { value: validateSettings('').value, complaints: [text.error.message] };
  const { value, complaints } = validateSettings(text.value ?? '');
  return { value, complaints: complaints.map((complaint) => `${settingsFile}: ${complaint}`) };
}

/** The user's theme file of this name. `undefined` for a theme that is always there; with a complaint for a file that is missing or wrong. */
export function loadTheme(
  { themesFolder }: Pick<Home, 'themesFolder'>,
  name: string,
): Validated<ThemeFile | undefined> {
  if (name === 'auto' || isThemeName(name)) return { value: undefined, complaints: [] };
  const not = (complaint: string) => ({ value: undefined, complaints: [complaint] });
  if (!/^[\w-]+$/.test(name))
    return not(`theme is ${JSON.stringify(name)}; theme names have letters, digits, _ and -.`);
  const file = join(themesFolder, `${name}.toml`);
  const text = readIfThere(file);
  if (!text.ok) return not(text.error.message);
  if (text.value === undefined) return not(`The theme ${name} is not there: ${file}`);
  const { value, complaints } = readToml(text.value);
  const theme = complaints.length === 0 ? validateTheme(value) : undefined;
  if (theme?.ok) return { value: theme.value, complaints: [] };
  return not(`${file}: ${theme?.error ?? complaints[0] ?? ''}`);
}
