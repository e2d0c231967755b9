import { type CheckedBound, namedFigure } from './compare.ts';
import type { Report } from './report.ts';
import { short } from './table.ts';

/** A stored report with the circumstances of its run. */
export type StoredReport = Pick<Report, 'workload' | 'about' | 'summaries' | 'bounds' | 'taken'> & {
  readonly date: string;
};

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

function boundRow(validated: CheckedBound): readonly string[] {
  const { peer, got, met, at, value } = validated;
  const figure = namedFigure(validated);
  const unit = peer === undefined ? '' : '×';
  const wanted = `at ${at} ${value.toLocaleString('en-US')}${unit}`;
  if (got === undefined) return [figure, peer ?? 'itself', '–', wanted, 'nobody to compare with'];
  return [figure, peer ?? 'itself', short(got) + unit, wanted, met ? 'met' : '**missed**'];
}

/** The tables of a report: the bounds with their results, then everyone's medians, ours with the lowest and the highest. */
export function markdownOf({ workload, about, summaries, bounds, taken, date }: StoredReport): string {
  const rounds = Math.max(...taken.map((one) => one.rounds.length));
  const names = [...new Set(summaries.flatMap(({ by }) => Object.keys(by)))];
  const figures = summaries.map(({ figure, unit, by }) => [
    unit === '' ? figure : `${figure} (${unit})`,
    ...names.map((who) => {
      const spread = by[who];
      if (spread === undefined) return '–';
      const range = who.startsWith('securechat') && rounds > 1 ? ` (${short(spread.min)}–${short(spread.max)})` : '';
      return short(spread.median) + range;
    }),
  ]);
  return [
    `\`npm run bench -- --only ${workload}\`, ${date.slice(0, 10)}, ${rounds === 1 ? 'one round' : `${rounds} rounds`}. ${about}`,
    ...(bounds.length > 0 ? [tableOf(['figure', 'compared with', 'result', 'target', ''], bounds.map(boundRow))] : []),
    tableOf(['figure', ...names], figures),
    `![${workload}](../bench/results/${workload}.svg)`,
  ].join('\n\n');
}

/** The stored figures of the full-screen chat. */
export type TerminalFigures = {
  readonly command: string;
  readonly date: string;
  readonly rows: readonly {
    readonly what: string;
    readonly value: number;
    readonly unit: string;
    readonly most?: number;
  }[];
};

/** The table of the full-screen chat's figures. */
export function markdownOfTerminal({ command, date, rows }: TerminalFigures): string {
  const cells = rows.map(({ what, value, unit, most }) => [
    what,
    `${short(value)} ${unit}`.trimEnd(),
    most === undefined ? '' : `at most ${`${most.toLocaleString('en-US')} ${unit}`.trimEnd()}`,
    most === undefined ? '' : value <= most ? 'met' : '**missed**',
  ]);
  return [`\`${command}\`, ${date.slice(0, 10)}.`, tableOf(['figure', 'result', 'target', ''], cells)].join('\n\n');
}

/** A page with the text between `<!-- figures: NAME -->` and `<!-- /figures -->` replaced; a name without stored figures stays as it is. */
export function withFigures(page: string, figuresOf: (name: string) => string | undefined): string {
  return page.replace(/(<!-- figures: ([\w-]+) -->\n).*?(<!-- \/figures -->)/gs, (whole, begin, name, end) => {
    const figures = figuresOf(String(name));
    return figures === undefined ? whole : `${begin}\n${figures}\n\n${end}`;
  });
}
