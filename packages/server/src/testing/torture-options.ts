/** What a server under torture is told beside its configuration: where it kills itself, and how it is broken on purpose. */
export type Torture = {
  readonly home: string;
  readonly port: number;
  /** The server kills itself there when it has come by `hookAfter` times. */
  readonly hook: 'none' | 'before-commit' | 'after-commit' | 'before-fan-out';
  readonly hookAfter: number;
  /** A promise it breaks, so that the checker can show that it notices. */
  readonly mutation:
    | 'none'
    | 'ack-before-commit'
    | 'no-unique-index'
    | 'seq-from-memory'
    | 'fan-out-before-commit'
    | 'heads-not-compared';
  readonly clockOffsetMs: number;
  /** The disk fails with every so manieth message; 0 for never. */
  readonly failEvery: number;
  /** Seed of a bus that drops, repeats, delays and reorders; 0 for one that does not. */
  readonly busSeed: number;
};

/** The variable that carries it, as JSON; so that the writer's thread sees it as well. */
export const tortureVariable = 'SECURECHAT_TORTURE';

/** What this process was told. */
export function readTorture(): Torture {
  const told: Torture = JSON.parse(process.env[tortureVariable] ?? '{}');
  return told;
}
