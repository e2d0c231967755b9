import { type CheckedBound, checkBound, namedFigure, type SubjectRounds, type Summary, summarise } from './compare.ts';
import { short, table } from './table.ts';
import type { Workload } from './workload.ts';

/** The results of a workload after its rounds. */
export type Report = {
  readonly workload: string;
  readonly about: string;
  readonly summaries: readonly Summary[];
  readonly bounds: readonly CheckedBound[];
  readonly notes: readonly string[];
  readonly taken: readonly SubjectRounds[];
};

/** Merges the rounds of all subjects. */
export function reportOf(
  { name, about, bounds }: Workload,
  taken: readonly SubjectRounds[],
  notes: readonly string[],
): Report {
  return {
    workload: name,
    about,
    summaries: summarise(taken),
    bounds: bounds.map((bound) => checkBound(bound, taken)),
    notes,
    taken,
  };
}

function outcome({ got, met, value, at, peer }: CheckedBound): readonly string[] {
  const unit = peer === undefined ? '' : '×';
  const want = `at ${at} ${value}${unit}`;
  return got === undefined ? ['-', want, 'nobody to compare with'] : [short(got) + unit, want, met ? 'met' : 'missed'];
}

/** A report for a terminal. */
export function printed({ workload, about, summaries, bounds, notes }: Report): string {
  const figures = summaries.flatMap(({ figure, unit, by }) =>
    Object.entries(by).map(([who, { median, min, max }], i) => [
      i === 0 ? `${figure} (${unit})` : '',
      who,
      short(median),
      `${short(min)}–${short(max)}`,
    ]),
  );
  const validated = bounds.map((bound) => [namedFigure(bound), bound.peer ?? 'itself', ...outcome(bound)]);
  return [
    `\n== ${workload}`,
    about,
    '',
    table(['figure', 'who', 'median', 'min–max'], figures),
    ...(validated.length > 0 ? ['', table(['bound', 'compared with', 'result', 'target', ''], validated)] : []),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `note: ${note}`)] : []),
  ].join('\n');
}
