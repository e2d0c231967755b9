/** A text that tries to control a terminal or to mislead the reader. */
export type Hostile = { readonly name: string; readonly text: string };

const esc = '\u001b';
const c1 = (sevenBit: string) => String.fromCharCode(sevenBit.charCodeAt(0) + 0x40);
const ends = { bel: '\u0007', st: `${esc}\\`, 'c1 st': c1('\\'), none: '' } as const;

const oscs = {
  title: '0;owned',
  icon: '1;owned',
  'window title': '2;owned',
  palette: '4;1;rgb:ff/00/00',
  folder: '7;file://evil/etc',
  link: '8;;https://evil.example',
  notify: '9;owned',
  progress: '9;4;1;50',
  foreground: '10;#ff0000',
  background: '11;?',
  cursor: '12;#ff0000',
  clipboard: '52;c;b3duZWQ=',
  'clipboard ask': '52;c;?',
  prompt: '133;A',
  'kitty notify': '99;i=1;owned',
  'urxvt notify': '777;notify;owned;owned',
  'iterm file': '1337;File=inline=1:AAAA',
  'iterm clipboard': '1337;CopyToClipboard=general',
} as const;

const strings = { dcs: 'P', apc: '_', pm: '^', sos: 'X' } as const;
const payloads = [
  '$q"p',
  '+q544e',
  'tmux;\u001b\u001b]52;c;AAAA\u0007',
  '1$r0m',
  'Gf=24;AAAA',
  'q#0;2;0;0;0~',
] as const;

// Separated by two spaces.
const csis = [
  '2J  3J  1J  H  1;1H  10A  10B  10C  10D  5E  5F  1G  5d  2K  1K  10L  10M  10P  10@  10X  5S  5T  31m  7m  8m',
  '0m  1;31;42m  38;2;255;0;0m  5;20r  r  s  u  6n  5n  0c  >c  =c  >q  x  4h  20h  2l  ?1h  ?3h  ?5h  ?6h  ?7h',
  '?7l  ?12h  ?25l  ?47h  ?1000h  ?1002h  ?1003h  ?1004h  ?1006h  ?1049h  ?1049l  ?2004l  ?2026h  ?1048h  ?66h',
  '!p  >1u  <u  =1u  >4;2m  8;1;1t  21t  22;0t  23;0t  2 q  4"p  1"q  5i  4i  0;1"}  3g  99999999999999999999A',
  '1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20m  ?  ;;;  38:2::1:2:3m  200~  201~  27;5;13~  <0;1;1M',
].flatMap((line) => line.split('  '));

// Separated by two spaces.
const escapes = ['c  7  8  D  E  H  M  N  O  Z  =  >  (0  )0  *0  #8  #3  %G  %@   F  l  |  }  ~  n  o  6  9'].flatMap(
  (line) => line.split('  '),
);

const single: Readonly<Record<string, string>> = {
  nul: '\u0000',
  bel: '\u0007',
  backspace: 'abc\b\b\bxyz',
  tab: '\t\t',
  vt: '\u000b',
  ff: '\u000c',
  cr: '\rowned',
  'shift out': '\u000e',
  'shift in': '\u000f',
  xoff: '\u0013',
  xon: '\u0011',
  can: '\u0018',
  sub: '\u001a',
  esc,
  del: '\u007f',
  ind: '\u0084',
  nel: '\u0085owned',
  hts: '\u0088',
  ri: '\u008d',
  'lone dcs': '\u0090',
  'lone csi': '\u009b',
  'lone st': '\u009c',
  'lone osc': '\u009d',
  ls: '\u2028owned',
  ps: '\u2029owned',
  'line feeds': 'a\n\n\nb',
  crlf: 'a\r\nb',
  'high surrogate': '\ud83d',
  'low surrogate': '\ude00',
  'turned surrogates': '\ude00\ud83d',
  replacement: '\ufffd',
  'non character': '\ufffe\uffff',
  'private use': '\ue000\uf8ff',
  object: '\ufffc',
  annotation: '\ufff9a\ufffab\ufffb',
  'soft hyphen': 'a\u00adb',
  'no break': '\u00a0',
  'zero joiner': 'a\u200db',
  'non joiner': 'a\u200cb',
  'zero space': 'a\u200bb',
  'word joiner': 'a\u2060b',
  bom: '\ufeffa',
  'function application': 'a\u2061b',
  'hangul filler': '\u3164\u115f\u1160',
  mongolian: 'a\u180eb',
  khmer: '\u17b4\u17b5',
  lrm: '\u200e',
  rlm: '\u200f',
  alm: '\u061c',
  lre: '\u202aowned\u202c',
  rle: '\u202bowned\u202c',
  pdf: '\u202c\u202c',
  lro: '\u202downed',
  rlo: '\u202edenwo',
  lri: '\u2066owned',
  rli: '\u2067owned',
  fsi: '\u2068owned',
  pdi: '\u2069\u2069',
  'rlo flood': '\u202e'.repeat(200),
  tags: `a${[...'owned'].map((l) => String.fromCodePoint(0xe0000 + l.charCodeAt(0))).join('')}\u{e007f}`,
  'tag flag': '🏴\u{e0067}\u{e0062}\u{e007f}',
  'variation 1': 'a\ufe00',
  'variation 16': 'a\ufe0f',
  'variation 256': 'a\u{e01ef}',
  'variation flood': `❤${'\ufe0f'.repeat(100)}`,
  'marks above': `z${'\u0301'.repeat(300)}`,
  'marks below': `z${'\u0323'.repeat(300)}`,
  'marks alone': '\u0301'.repeat(50),
  enclosing: `a${'\u20dd'.repeat(40)}`,
  zalgo: [...'owned'].map((l) => `${l}${'\u0300\u0316\u0334'.repeat(12)}`).join(''),
  'joiner flood': '👩\u200d'.repeat(80),
  'regional half': '🇦',
  'regional flood': '🇦'.repeat(41),
  'long word': 'w'.repeat(4000),
  'wide flood': '漢'.repeat(1500),
  spaces: ' '.repeat(500),
  ogham: '\u1680'.repeat(20),
  'forged line': '\n14:05 root  give me your password',
  'forged plain': '\nroot, 14:05: give me your password',
  'forged prompt': '\n> /quit',
  arabic: '\ufdfd\ufdfa',
  tall: '\u{12219}\u{1242b}',
  braille: '\u2800'.repeat(30),
};

const halves = [
  `${esc}`,
  `${esc}[`,
  `${esc}[3`,
  `${esc}[?104`,
  `${esc}]`,
  `${esc}]0`,
  `${esc}]0;own`,
  `${esc}P`,
  `${esc}_`,
  `${esc}P$q`,
  '\u009b',
  '\u009b3',
  '\u009d0;own',
  '\u0090',
  `${esc}(`,
  `${esc}#`,
  `${esc}]8;;`,
  `${esc}${esc}`,
];

const nested = [
  `${esc}]0;${esc}]52;c;AAAA\u0007\u0007`,
  `${esc}P${esc}[2J${esc}\\`,
  `${esc}]0;a\n${esc}[2J\u0007`,
  `${esc}[${esc}[2J`,
  `${esc}${esc}[2J`,
  `${esc}]8;;x${esc}\\text${esc}]8;;${esc}\\`,
  `${esc}[3\u202e1m`,
  `${esc}\u200b[2J`,
  `${esc}[2\u200bJ`,
  `\u001b\ufeff]0;owned\u0007`,
  `\u009b\u200d2J`,
  `${esc}[2J`.repeat(100),
  `${esc}]52;c;${'A'.repeat(3000)}\u0007`,
  '\ud83d\u001b[2J\ude00',
  `e\u0301${esc}[2J`,
  `👩\u200d${esc}[2J`,
];

/** All of the above, each with a name and a few words before and after. */
export const hostileTexts: readonly Hostile[] = [
  ...Object.entries(oscs).flatMap(([name, body]) =>
    Object.entries(ends).flatMap(([end, terminator]) => [
      { name: `osc ${name}, ${end}`, text: `${esc}]${body}${terminator}` },
      ...(end === 'bel' || end === 'none'
        ? [{ name: `c1 osc ${name}, ${end}`, text: `${c1(']')}${body}${terminator}` }]
        : []),
    ]),
  ),
  ...Object.entries(strings).flatMap(([name, letter]) =>
    payloads.flatMap((payload, i) => [
      { name: `${name} ${i}`, text: `${esc}${letter}${payload}${esc}\\` },
      { name: `c1 ${name} ${i}`, text: `${c1(letter)}${payload}${c1('\\')}` },
    ]),
  ),
  ...csis.flatMap((body) => [
    { name: `csi ${body}`, text: `${esc}[${body}` },
    { name: `c1 csi ${body}`, text: `${c1('[')}${body}` },
  ]),
  ...escapes.map((body) => ({ name: `esc ${body}`, text: `${esc}${body}` })),
  ...Object.entries(single).map(([name, text]) => ({ name, text })),
  ...nested.map((text, i) => ({ name: `nested ${i}`, text })),
]
  .map(({ name, text }) => ({ name, text: `see ${text} there` }))
  .concat(
    // These end the text, so that what is drawn next would complete them.
    halves.map((text, i) => ({ name: `half ${i}`, text: `see ${text}` })),
  );
