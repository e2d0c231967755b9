import { readIfThere } from '../../config/files.ts';
import type { Home } from '../../config/home.ts';
import type { Validated } from '../../settings/read.ts';
import { validateKeymap } from './custom.ts';
import type { Keymap, Preset } from './keymap.ts';

/** The keys of this home. Mistakes in keys.toml are complaints; the preset's keys apply there. */
export function loadKeymap({ keysFile }: Pick<Home, 'keysFile'>, preset: Preset): Validated<Keymap> {
  const text = readIfThere(keysFile);
  if (!text.ok) return { value: validateKeymap('', preset).value, complaints: [text.error.message] };
  const { value, complaints } = validateKeymap(text.value ?? '', preset);
  return { value, complaints: complaints.map((complaint) => `${keysFile}: ${complaint}`) };
}
