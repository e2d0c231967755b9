import type { Anomaly } from './indexed-history.ts';
import type { Outcome, Status } from './torture.ts';

/** The most important questions about a run, and the anomalies that answer them. */
const questions: readonly (readonly [string, readonly string[]])[] = [
  ['lost', ['acked-lost', 'never-delivered', 'never-answered', 'delivered-not-durable']],
  ['doubled', ['duplicate-stored', 'duplicate-delivery']],
  ['out of order', ['out-of-order-delivery', 'said-out-of-order']],
  ['gaps', ['seq-gap-or-disorder', 'skipped-delivery', 'gap-told', 'unjustified-jump']],
  ['leaked', ['leak-to-non-member', 'leak-on-the-wire', 'room-revealed']],
  [
    'without right',
    [
      ...['message-of-reader', 'message-of-non-member', 'acted-without-right', 'banned-joined', 'joined-uninvited'],
      ...['reader-escaped', 'changed-in-archive', 'direct-room-changed', 'direct-room-doubled'],
    ],
  ],
  ['fallen marks', ['mark-fell', 'mark-lost', 'mark-not-delivered']],
];
const shown = 5;

/** The status line of a running test. */
export function sayStatus({ seconds, kills, acked }: Status): string {
  const { random, hook, client } = kills;
  return `${Math.round(seconds)} s · ${random + hook} server kills (${random} random, ${hook} hook) · ${client} client kills · ${acked} acknowledged`;
}

/** The last line: what was done, and the result. */
export function sayOutcome(outcome: Omit<Outcome, 'reachedGoal'>, seed: number): string {
  const { kills, acked, changes, anomalies, seconds } = outcome;
  const { random, hook, client } = kills;
  const answers = questions.map(
    ([word, names]) => `${anomalies.filter(({ name }) => names.includes(name)).length} ${word}`,
  );
  const known = questions.flatMap(([, names]) => names);
  const others = anomalies.filter(({ name }) => !known.includes(name)).length;
  const rest = others > 0 ? [`${others} other`] : [];
  const done = `seed ${seed} · ${Number((seconds / 60).toFixed(2))} min · ${random + hook + client} kills (${random} random, ${hook} hook, ${client} client)`;
  return ['torture: '.concat(done), `${acked} acknowledged`, `${changes} changes of rooms`, ...answers, ...rest].join(
    ' · ',
  );
}

/** The anomalies by name, with the first of each. */
export function sayAnomalies(anomalies: readonly Anomaly[]): string {
  const byName = Map.groupBy(anomalies, ({ name }) => name);
  const lines = [...byName].flatMap(([name, all]) => [
    `${name}: ${all.length}`,
    ...all.slice(0, shown).map((anomaly) => `  ${JSON.stringify(anomaly)}`),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}
