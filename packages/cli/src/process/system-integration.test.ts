import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@securechat/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { copyToClipboard } from '../terminal/clipboard.ts';
import { drawsHyperlinks } from '../terminal/hyperlinks.ts';
import { openerOf, openInBrowser } from './system-integration.ts';

test('hyperlinks are drawn on terminals that support them, and through tmux 3.4 and later', () => {
  const yes = [
    { TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.5.0' },
    { TERM_PROGRAM: 'WezTerm' },
    { VTE_VERSION: '7600' },
    { TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1' },
    { KONSOLE_VERSION: '220401' },
    { TERM: 'foot' },
    { TMUX: 'x', TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.4' },
    { TMUX: 'x', TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.10a' },
    { TERM: 'xterm-256color', FORCE_HYPERLINK: '1' },
  ];
  const no = [
    {},
    { TERM: 'xterm-256color' },
    { TERM_PROGRAM: 'Apple_Terminal' },
    { TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.15' },
    { VTE_VERSION: '5000' },
    { KONSOLE_VERSION: '180401' },
    { TERM: 'dumb', VTE_VERSION: '7600' },
    { STY: 'x', VTE_VERSION: '7600' },
    { TMUX: 'x', TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.3a', KITTY_WINDOW_ID: '1' },
    { KITTY_WINDOW_ID: '1', FORCE_HYPERLINK: '0' },
  ];
  for (const variables of yes) expect([variables, drawsHyperlinks(variables)]).toEqual([variables, true]);
  for (const variables of no) expect([variables, drawsHyperlinks(variables)]).toEqual([variables, false]);
});

test('a copied text is sent to the terminal as OSC 52; in tmux also through it', () => {
  const written: string[] = [];
  const write = (sequence: string) => void written.push(sequence);
  expect(copyToClipboard(write, false)('hi \u001b]0;x\u0007')).toMatchObject({ ok: true });
  const encoded = Buffer.from('hi \u001b]0;x\u0007').toString('base64');
  expect(written).toEqual([`\u001b]52;c;${encoded}\u0007`]);
  copyToClipboard(write, true)('hi');
  expect(written[1]).toBe('\u001b]52;c;aGk=\u0007\u001bPtmux;\u001b\u001b]52;c;aGk=\u0007\u001b\\');
  expect(copyToClipboard(write, false)('x'.repeat(100_000))).toMatchObject({ ok: false });
  expect(written).toHaveLength(2);
});

test('an address is opened by the available desktop, and nothing else is opened', async () => {
  expect(openerOf('darwin', {})).toEqual(['open']);
  expect(openerOf('linux', { DISPLAY: ':0' })).toEqual(['xdg-open']);
  expect(openerOf('linux', {})).toBeUndefined();
  const open = openInBrowser({});
  expect(await open('file:///etc/passwd')).toMatchObject({ ok: false, error: expect.stringContaining('http') });
  expect(await open('--help')).toMatchObject({ ok: false });
});

test.skipIf(process.platform !== 'linux')('a browser does not inherit the session token', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const seen = join(folder, 'seen');
  writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\n/usr/bin/env > ${seen}.part\n/bin/mv ${seen}.part ${seen}\n`);
  chmodSync(join(folder, 'xdg-open'), 0o755);
  // Whether PATH of this process or of the child's environment is searched depends on the platform.
  vi.stubEnv('PATH', folder);
  vi.stubEnv('SECURECHAT_TOKEN', 'secret');
  const variables = { DISPLAY: ':0', PATH: folder, SECURECHAT_TOKEN: 'secret' };
  expect(await openInBrowser(variables)('https://a.example')).toMatchObject({ ok: true });
  await eventually(() => existsSync(seen));
  expect(readFileSync(seen, 'utf8')).toContain('DISPLAY=:0');
  expect(readFileSync(seen, 'utf8')).not.toContain('secret');
});
