import type { EmojiName } from './model.ts';

const shownAsEmoji = /^\p{Emoji_Presentation}/u;

/** `1F44D` as text, with a variation selector if the character is drawn as text by default. */
function emojiOf(hexcode: string): string {
  const points = hexcode.split('-').map((hex) => Number.parseInt(hex, 16));
  const emoji = String.fromCodePoint(...points);
  return points.length === 1 && !shownAsEmoji.test(emoji) ? `${emoji}\ufe0f` : emoji;
}

/** The emoji by the names that GitHub uses, the shortest first. Loaded on first use. */
export async function loadEmoji(): Promise<EmojiName[]> {
  const { default: names } = await import('emojibase-data/en/shortcodes/github.json', { with: { type: 'json' } });
  const all = Object.entries(names).flatMap(([hexcode, ofOne]) =>
    [ofOne].flat().map((name) => ({ name, emoji: emojiOf(hexcode) })),
  );
  return all.sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
}
