import { join } from 'node:path';
import { readIfThere } from '../config/files.ts';
import type { Home } from '../config/home.ts';
import { readToml, type Validated, validateSettings } from './read.ts';
import { isThemeName, type Settings } from './table.ts';
import { type ThemeFile, validateTheme } from './theme-file.ts';

/** The settings of this home. An unreadable file is only a complaint: settings never prevent the chat from opening. */
export function loadSettings({ settingsFile }: Pick<Home, 'settingsFile'>): Validated<Settings> {
  const text = readIfThere(settingsFile);
  if (!text.ok) return { value: validateSettings('').value, complaints: [text.error.message] };
  const { value, complaints } = validateSettings(text.value ?? '');
  return { value, complaints: complaints.map((complaint) => `${settingsFile}: ${complaint}`) };
}

/** The user's theme file of this name. `undefined` for a built-in theme; with a complaint if the file is missing or invalid. */
export function loadTheme(
  { themesFolder }: Pick<Home, 'themesFolder'>,
  name: string,
): Validated<ThemeFile | undefined> {
  if (name === 'auto' || isThemeName(name)) return { value: undefined, complaints: [] };
  const not = (complaint: string) => ({ value: undefined, complaints: [complaint] });
  if (!/^[\w-]+$/.test(name))
    return not(`theme is ${JSON.stringify(name)}, but theme names have only letters, digits, _ and -.`);
  const file = join(themesFolder, `${name}.toml`);
  const text = readIfThere(file);
  if (!text.ok) return not(text.error.message);
  if (text.value === undefined) return not(`Theme ${name} not found: ${file}`);
  const { value, complaints } = readToml(text.value);
  const theme = complaints.length === 0 ? validateTheme(value) : undefined;
  if (theme?.ok) return { value: theme.value, complaints: [] };
  return not(`${file}: ${theme?.error ?? complaints[0] ?? ''}`);
}
