import { join } from 'node:path';
import { validateKeymap } from '../chat/keys/custom.ts';
import type { Keymap, Preset } from '../chat/keys/keymap.ts';
import { readIfThere } from '../config/files.ts';
import type { Home } from '../config/home.ts';
import type { Theme } from '../screen/theme.ts';
import { themeFrom } from '../screen/theme-file.ts';
import { readToml, type Validated, validateSettings } from './read.ts';
import type { Settings } from './table.ts';

/** The settings of this home. A file that cannot be read is a complaint, too: nothing about settings keeps a chat from opening. */
export function loadSettings({ settingsFile }: Pick<Home, 'settingsFile'>): Validated<Settings> {
  const text = readIfThere(settingsFile);
  if (!text.ok) return { value: validateSettings('').value, complaints: [text.error.message] };
  const { value, complaints } = validateSettings(text.value ?? '');
  return { value, complaints: complaints.map((complaint) => `${settingsFile}: ${complaint}`) };
}

/** The keys of this home. What is wrong in keys.toml is a complaint, and the preset's keys go on. */
export function loadKeymap({ keysFile }: Pick<Home, 'keysFile'>, preset: Preset): Validated<Keymap> {
  const text = readIfThere(keysFile);
  if (!text.ok) return { value: validateKeymap('', preset).value, complaints: [text.error.message] };
  const { value, complaints } = validateKeymap(text.value ?? '', preset);
  return { value, complaints: complaints.map((complaint) => `${keysFile}: ${complaint}`) };
}

/** The theme file of this name. `undefined` with a complaint where there is none, or where it is not right. */
export function loadTheme({ themesFolder }: Pick<Home, 'themesFolder'>, name: string): Validated<Theme | undefined> {
  const not = (complaint: string) => ({ value: undefined, complaints: [complaint] });
  if (!/^[\w-]+$/.test(name))
    return not(`theme is ${JSON.stringify(name)}; theme names have letters, digits, _ and -.`);
  const file = join(themesFolder, `${name}.toml`);
  const text = readIfThere(file);
  if (!text.ok) return not(text.error.message);
  if (text.value === undefined) return not(`The theme ${name} is not there: ${file}`);
  const { value, complaints } = readToml(text.value);
  const theme = complaints.length === 0 ? themeFrom(value) : undefined;
  if (theme?.ok) return { value: theme.value, complaints: [] };
  return not(`${file}: ${theme?.error ?? complaints[0] ?? ''}`);
}
