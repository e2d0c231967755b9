import { type Tone, tones } from './rows.ts';

const colours = tones.filter((tone) => /^person\d$/.test(tone));

/** The tone of a person's name: one of a few colours, the same on every screen (FNV-1a over the name). */
export function toneOf(name: string): Tone {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  // Similar names have similar hashes until the bits are mixed (the end of MurmurHash3).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return colours[((hash ^ (hash >>> 16)) >>> 0) % colours.length] ?? 'other';
}
