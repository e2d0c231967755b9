import { expect, test } from 'vitest';
import { person } from './support/cli.ts';
import { noLimits, startServer } from './support/server.ts';
import { temporaryFolder } from './support/tools.ts';

const total = 20_000;

test('history prints 20,000 messages in spite of the limit on requests', async () => {
  using folder = temporaryFolder();
  const free = noLimits.filter((option) => !option.startsWith('--requests-per-second'));
  await using server = await startServer(folder.path, { args: [...free, '--requests-per-second=20'] });
  const ada = await person('ada', folder.path, server);
  const lines = Array.from({ length: total }, (_, i) => `line ${i + 1}`);
  const sent = await ada.run(['send', '--lines'], { input: `${lines.join('\n')}\n` });
  expect([sent.err, sent.code]).toEqual(['', 0]);
  const history = await ada.run(['history', '--json', '--limit', String(total)]);
  expect([history.err, history.code]).toEqual(['', 0]);
  const texts = history.out.trim().split('\n');
  expect(texts).toHaveLength(total);
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({ text: 'line 1' });
  expect(JSON.parse(texts.at(-1) ?? '')).toMatchObject({ text: `line ${total}` });
});
