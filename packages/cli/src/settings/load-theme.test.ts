import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { homeAt } from '../config/home.ts';
import { loadTheme } from './load.ts';

test('a custom theme is read from its file, and mistakes are reported with the file name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-themes-'));
  try {
    const home = homeAt(folder);
    mkdirSync(home.themesFolder);
    const put = (name: string, text: string) => writeFileSync(join(home.themesFolder, `${name}.toml`), text);
    put('mine', 'from = "light"\n[own]\ncolor = "#123456"\n');
    put('typo', '[own]\ncolour = "red"\n');
    put('broken', 'from = \n');
    expect(loadTheme(home, 'mine')).toEqual({
      value: { from: 'light', looks: { own: { color: '#123456' } } },
      complaints: [],
    });
    const complaint = (name: string) => loadTheme(home, name).complaints.join(' ');
    expect(complaint('typo')).toBe(`${join(folder, 'themes', 'typo.toml')}: own.colour is not a theme property.`);
    expect(complaint('broken')).toMatch(/broken\.toml: line 1: /);
    expect(complaint('absent')).toMatch(/^Theme absent not found: .*absent\.toml$/);
    expect(complaint('../mine')).toBe('theme is "../mine", but theme names have only letters, digits, _ and -.');
    expect(loadTheme(home, 'typo').value).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
