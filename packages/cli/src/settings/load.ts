import { readIfThere } from '../config/files.ts';
import type { Home } from '../config/home.ts';
import { judgeKeymap } from '../tui/keys/custom.ts';
import type { Keymap, Preset } from '../tui/keys/keymap.ts';
import { type Judged, judgeSettings } from './read.ts';
import type { Settings } from './table.ts';

/** The settings of this home. A file that cannot be read is a complaint, too: nothing about settings keeps a chat from opening. */
export function loadSettings({ settingsFile }: Pick<Home, 'settingsFile'>): Judged<Settings> {
  const text = readIfThere(settingsFile);
  if (!text.ok) return { value: judgeSettings('').value, complaints: [text.error.say] };
  const { value, complaints } = judgeSettings(text.value ?? '');
  return { value, complaints: complaints.map((complaint) => `${settingsFile}: ${complaint}`) };
}

/** The keys of this home. What is wrong in keys.toml is a complaint, and the preset's keys go on. */
export function loadKeymap({ keysFile }: Pick<Home, 'keysFile'>, preset: Preset): Judged<Keymap> {
  const text = readIfThere(keysFile);
  if (!text.ok) return { value: judgeKeymap('', preset).value, complaints: [text.error.say] };
  const { value, complaints } = judgeKeymap(text.value ?? '', preset);
  return { value, complaints: complaints.map((complaint) => `${keysFile}: ${complaint}`) };
}
