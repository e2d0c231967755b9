import { median, type Spread, spread } from './stats.ts';
import type { Bound, Figure } from './workload.ts';

/** The figures of a subject, a list per round; empty for a round in which it did not take part. */
export type SubjectRounds = { readonly name: string; readonly rounds: readonly (readonly Figure[])[] };

/** One figure of one subject over all rounds. */
export type Summary = {
  readonly figure: string;
  readonly unit: string;
  readonly better: 'more' | 'less';
  readonly by: Readonly<Record<string, Spread>>;
};

/** A bound and its result; `value` is undefined if one of the two did not take part. */
export type CheckedBound = Bound & { readonly got: number | undefined; readonly met: boolean | undefined };

/** The figure of a bound, with the subject's name unless that is our server. */
export const namedFigure = ({ figure, ours }: Bound): string => (ours === 'securechat' ? figure : `${ours}, ${figure}`);

const valuesOf = (taken: SubjectRounds, figure: string): readonly number[] =>
  taken.rounds.flatMap((round) => round.filter(({ name }) => name === figure).map(({ value }) => value));

/** Every figure, in the order of its first appearance, with each subject that has it. */
export function summarise(all: readonly SubjectRounds[]): readonly Summary[] {
  const figures = new Map<string, Figure>();
  for (const { rounds } of all) for (const figure of rounds.flat()) figures.set(figure.name, figure);
  return [...figures.values()].map(({ name, unit, better }) => {
    const have = all.map((taken) => [taken.name, valuesOf(taken, name)] as const).filter(([, v]) => v.length > 0);
    return { figure: name, unit, better, by: Object.fromEntries(have.map(([who, v]) => [who, spread(v)])) };
  });
}

/** The ratio of each round in which both took part. */
function ratios(ours: SubjectRounds, peer: SubjectRounds, figure: string): readonly number[] {
  return ours.rounds.flatMap((round, i) => {
    const a = round.find(({ name }) => name === figure)?.value;
    const b = peer.rounds[i]?.find(({ name }) => name === figure)?.value;
    return a === undefined || b === undefined ? [] : [a / b];
  });
}

/** Compares a bound with the median of the rounds' ratios, or of our own figure. */
export function checkBound(bound: Bound, all: readonly SubjectRounds[]): CheckedBound {
  const ours = all.find(({ name }) => name === bound.ours);
  const peer = all.find(({ name }) => name === bound.peer);
  const values =
    ours && bound.peer === undefined
      ? valuesOf(ours, bound.figure)
      : ours && peer
        ? ratios(ours, peer, bound.figure)
        : [];
  const got = values.length > 0 ? median(values) : undefined;
  if (got === undefined) return { ...bound, got, met: undefined };
  return { ...bound, got, met: bound.at === 'least' ? got >= bound.value : got <= bound.value };
}
