/** Graphemes by kind. */
export type Kind = { readonly kind: string; readonly letters: readonly string[] };

const range = (from: number, count: number, step = 1) =>
  Array.from({ length: count }, (_, i) => String.fromCodePoint(from + i * step));
const each = (letters: string) => letters.split(' ');
const skins = range(0x1f3fb, 5);

const taggedFlag = (region: string) =>
  `\u{1f3f4}${[...region].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('')}\u{e007f}`;

/** More than three hundred graphemes whose width is not obvious. */
export const graphemes: readonly Kind[] = [
  { kind: 'emoji', letters: each('😀 🙏 🚀 🎉 🔥 🐧 🍎 ⚽ ⌚ ⏰ ✨ ❌ ➕ ⭐ 🟢 🫠 🪿 🥹 🧿 🪩') },
  { kind: 'emoji by selector', letters: each('❤️ ☀️ ☎️ ✈️ ☃️ ✔️ ℹ️ ™️ ©️ ▶️ ⚠️ ♾️ ☑️ ⛷️ 🏳️ 🕊️ 🖥️ 🌶️') },
  {
    kind: 'emoji joined',
    letters: each('👩‍🚀 👨‍👩‍👧‍👦 👩‍❤️‍👨 🏳️‍🌈 🏴‍☠️ 👁️‍🗨️ 🐻‍❄️ 🧑‍💻 👨‍🦰 🧔‍♀️ ❤️‍🔥 🧑‍🤝‍🧑 🐦‍🔥 👩‍⚖️ 🙂‍↔️ 🧑‍🦽‍➡️'),
  },
  {
    kind: 'skin tones',
    letters: ['👍', '🙏', '🧑‍🚀', '✌', '🤝'].flatMap((hand) => skins.map((skin) => hand.replace(/^./u, `$&${skin}`))),
  },
  { kind: 'flags', letters: each('🇩🇪 🇯🇵 🇧🇷 🇺🇳 🇪🇺 🇮🇱 🇸🇦 🇹🇭 🇰🇷 🇺🇦') },
  { kind: 'keycaps', letters: [...'0123456789#*'].map((key) => `${key}\ufe0f\u20e3`) },
  { kind: 'han', letters: each('漢 字 中 文 龍 鬱 〇 𠀀 𠮷 豈') },
  { kind: 'kana', letters: each('あ い ん ア ヴ ー 々 「 」 。 か\u3099 は\u309a') },
  { kind: 'full width', letters: [...range(0xff01, 16), '￥', '￦'] },
  { kind: 'half width', letters: [...range(0xff71, 10), 'ｶﾞ', 'ﾊﾟ', '￨', 'ﾡ'] },
  { kind: 'hangul', letters: [...range(0xac00, 10, 588), '\u1112\u1161\u11ab', '\u1100\u1161', '\u1100\u1161\u11a8'] },
  {
    kind: 'latin marks',
    letters: ['e\u0301', 'a\u0308', 'n\u0303', 'c\u0327', 'o\u0302\u0323', 'u\u031b\u0301', 'x\u0304', 'ẅ', 'ǭ', 'đ'],
  },
  { kind: 'devanagari', letters: each('क का कि की कु के को कं क् क्ष त्र ज्ञ श्री हिं ड़') },
  { kind: 'other indic', letters: each('ক কা কি ক্ষ த தி கொ க் ક કા ਕ ਕੀ ക കാ ක කා') },
  { kind: 'thai and lao', letters: each('ก กา กิ กี กุ กำ ก้ ที่ น้ำ เ ไ ກ ກິ ກຳ') },
  { kind: 'hebrew', letters: each('א ש שׁ בּ לָ וֹ כֶּ ד״ ־') },
  { kind: 'arabic', letters: each('ا ب بَ بِّ لا ﷲ ﷺ ﷽ ـ ؟ ٣') },
  { kind: 'shaped by joiners', letters: ['ی\u200c', 'ه\u200d', 'ന്\u200d', 'ක්\u200dෂ', 'क्\u200cष'] },
  { kind: 'flags by tags', letters: ['gbsct', 'gbeng', 'gbwls'].map((region) => taggedFlag(region)) },
  { kind: 'greek and cyrillic', letters: each('α ά ᾧ Ω я ё й и\u0306 Ѝ \u0436\u0301') },
  { kind: 'box drawing', letters: range(0x2500, 24, 5) },
  { kind: 'blocks and shapes', letters: [...range(0x2580, 10, 3), ...range(0x25a0, 10, 6)] },
  { kind: 'ambiguous', letters: each('§ ¶ ± × ÷ ° … “ ” ‘ ’ — – † ‰ € № ℃ → ⇒ ∀ ∑ √ ∞ ≈ ① ⑳ Ⅷ ★ ♥ ♪ ☆ ☎ ☀') },
  { kind: 'braille and musical', letters: each('⠁ ⠿ ⣿ 𝄞 𝅘𝅥𝅮 𝔸 𝟘 ℵ') },
  { kind: 'other scripts', letters: each('ა Ა հ ߊ ᚠ Ꭰ ᠠ ꦲ ក កា ဂ ဂျ བོད ཀྱི አ ⴰ ꓲ 𐍈 𓀀 𒀀') },
  { kind: 'zalgo', letters: ['z\u0301\u0302\u0303', 'a\u0316\u0317\u0318\u0319', 'o\u0334\u0335\u0336\u0300\u0316'] },
];
