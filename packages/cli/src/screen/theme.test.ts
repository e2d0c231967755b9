import { expect, test } from 'vitest';
import { type Looks, validateTheme } from '../settings/theme-file.ts';
import { tones } from '../text/rows.ts';
import { themeOf, themes } from './theme.ts';
import { backgroundOf, hasManyColours, themeFor } from './theme-choice.ts';

const themeFrom = (record: unknown) => {
  const file = validateTheme(record);
  return file.ok ? { ok: true as const, value: themeOf(file.value) } : file;
};

/** The relative luminance of a colour, by WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((i) => {
    const share = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(a: string, b: string): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

// WCAG 2 AA: 4.5 for text, 3 for lines.
test('every text of the dark and the light theme is readable on typical backgrounds', () => {
  const backgrounds = { dark: ['#000000', '#1e1e1e', '#282c34'], light: ['#ffffff', '#fdf6e3'] } as const;
  for (const name of ['dark', 'light'] as const) {
    for (const tone of tones) {
      const { color, backgroundColor }: Looks = themes[name][tone];
      if (color === undefined) continue;
      for (const behind of backgroundColor === undefined ? backgrounds[name] : [backgroundColor]) {
        const ratio = contrast(color, behind);
        expect(ratio, `${name} ${tone} on ${behind}: ${ratio}`).toBeGreaterThanOrEqual(tone === 'border' ? 3 : 4.5);
      }
    }
  }
});

test('the themes none and high-contrast use neither colours nor dimmed text', () => {
  for (const theme of [themes.none, themes['high-contrast']]) {
    for (const tone of tones) {
      const looks: Looks = theme[tone];
      expect([looks.color, looks.backgroundColor, looks.dimColor]).toEqual([undefined, undefined, undefined]);
    }
  }
});

test("the default theme depends on the terminal's colours and background", () => {
  const best = { COLORTERM: 'truecolor' };
  const chosen = (variables: Record<string, string>, background?: 'dark' | 'light', colour = true) =>
    themeFor({ variables, colour, background });
  expect(chosen(best, 'light', false)).toBe('none');
  expect([chosen(best, 'dark'), chosen(best, 'light'), chosen(best)]).toEqual(['dark', 'light', '16']);
  expect(chosen({ TERM: 'xterm-256color' }, 'light')).toBe('light');
  expect(chosen({ TERM: 'linux' }, 'dark')).toBe('16');
  expect(chosen({ ...best, COLORFGBG: '0;15' })).toBe('light');
  // The terminal's own report takes precedence over a variable, which may come from another terminal.
  expect(chosen({ ...best, COLORFGBG: '0;15' }, 'dark')).toBe('dark');
  expect(hasManyColours({ TERM: 'xterm' })).toBe(false);
  const told = ['15;0', '0;15', '12;8', '0;default;7', 'default;default', ''].map((COLORFGBG) =>
    backgroundOf({ COLORFGBG }),
  );
  expect(told).toEqual(['dark', 'light', 'dark', 'light', undefined, undefined]);
});

test('a theme file contains the differences from another theme, and its mistakes are reported', () => {
  const theme = themeFrom({
    from: 'light',
    own: { color: '#123456', bold: true, background: 'whiteBright', dim: false },
  });
  expect(theme).toEqual({
    ok: true,
    value: {
      ...themes.light,
      own: { color: '#123456', bold: true, backgroundColor: 'whiteBright', dimColor: false },
    },
  });
  const same = themeFrom({ other: { color: 'cyan' }, person2: { color: 'red' } });
  expect(same.ok && [same.value.person1, same.value.person2]).toEqual([{ color: 'cyan' }, { color: 'red' }]);
  expect(themeFrom({})).toEqual({ ok: true, value: themes.dark });
  const wrong = (record: unknown) => {
    const validated = themeFrom(record);
    return validated.ok ? '' : validated.error;
  };
  expect(wrong({ own: { color: 'mauve' } })).toBe(
    'own.color must be #rrggbb or a colour of the terminal: red, redBright, gray ….',
  );
  expect(wrong({ mine: {} })).toBe('mine is not a theme property.');
  expect(wrong({ own: { blink: true } })).toBe('own.blink is not a theme property.');
  expect(wrong({ own: { bold: 1 } })).toBe('own.bold must be true or false.');
  expect(wrong({ from: 'pink' })).toBe('from must be one of dark, light, high-contrast, 16, none.');
  expect(wrong('pink')).not.toBe('');
});
