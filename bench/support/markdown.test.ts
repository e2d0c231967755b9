import { expect, test } from 'vitest';
import { markdownOf, markdownOfTerminal, withFigures } from './markdown.ts';

test('a report shows its bounds and everyone’s figures', () => {
  const spread = (median: number) => ({ median, min: median - 1, max: median + 1 });
  const text = markdownOf({
    workload: 'storm',
    about: 'All come at once.',
    date: '2026-11-25T07:00:00.000Z',
    summaries: [{ figure: 'CPU', unit: 'ms', better: 'less', by: { relay: spread(10), securechat: spread(20) } }],
    bounds: [
      { figure: 'CPU', ours: 'securechat', peer: 'relay', at: 'most', value: 1.3, got: 2, met: false },
      { figure: 'CPU', ours: 'securechat', peer: 'nobody', at: 'least', value: 2000, got: undefined, met: undefined },
    ],
    taken: [{ name: 'relay', rounds: [[], []] }],
  });
  expect(text.split('\n')).toEqual([
    '`npm run bench -- --only storm`, 2026-11-25, 2 rounds. All come at once.',
    '',
    '| figure | compared with | result | target |  |',
    '| --- | --- | --- | --- | --- |',
    '| CPU | relay | 2.00× | at most 1.3× | **missed** |',
    '| CPU | nobody | – | at least 2,000× | nobody to compare with |',
    '',
    '| figure | relay | securechat |',
    '| --- | --- | --- |',
    '| CPU (ms) | 10.0 | 20.0 (19.0–21.0) |',
    '',
    '![storm](../bench/results/storm.svg)',
  ]);
});

test('only the text between the marks is replaced, and a name without stored figures stays', () => {
  const page = 'a\n<!-- figures: one -->\nold\n<!-- /figures -->\nb\n<!-- figures: two -->\nold\n<!-- /figures -->\n';
  const once = withFigures(page, (name) => (name === 'one' ? 'new' : undefined));
  expect(once).toBe(
    'a\n<!-- figures: one -->\n\nnew\n\n<!-- /figures -->\nb\n<!-- figures: two -->\nold\n<!-- /figures -->\n',
  );
  expect(withFigures(once, (name) => (name === 'one' ? 'new' : undefined))).toBe(once);
});

test('the figures of the full-screen chat become a table', () => {
  const rows = [
    { what: 'memory', value: 200, unit: 'MiB', most: 180 },
    { what: 'keys lost', value: 0, unit: '', most: 0 },
    { what: 'frames', value: 20, unit: '/s' },
  ];
  expect(markdownOfTerminal({ command: 'npm run bench:tui', date: '2026-11-25', rows })).toContain(
    '| memory | 200 MiB | at most 180 MiB | **missed** |\n| keys lost | 0.00 | at most 0 | met |\n| frames | 20.0 /s |  |  |',
  );
});
