/** The options of a server under torture beside its configuration: where it kills itself, and which fault it has. */
export type Torture = {
  readonly home: string;
  readonly port: number;
  /** The server kills itself there when it has passed `hookAfter` times. */
  readonly hook: 'none' | 'before-commit' | 'after-commit' | 'before-fan-out';
  readonly hookAfter: number;
  /** A promise that it breaks, to show that the checker notices. */
  readonly mutation:
    | 'none'
    | 'ack-before-commit'
    | 'no-unique-index'
    | 'seq-from-memory'
    | 'fan-out-before-commit'
    | 'heads-not-compared'
    | 'readers-write'
    | 'hidden-history-told'
    | 'private-rooms-found'
    | 'marks-fall';
  readonly clockOffsetMs: number;
  /** The disk fails with every nth message; 0 for never. */
  readonly failEvery: number;
  /** Seed of a bus that drops, repeats, delays and reorders; 0 for one that does not. */
  readonly busSeed: number;
};

/** The variable that holds them as JSON, so that the writer thread sees them too. */
export const tortureVariable = 'SECURECHAT_TORTURE';

/** The options of this process. */
export function readTorture(): Torture {
  const options: Torture = JSON.parse(process.env[tortureVariable] ?? '{}');
  return options;
}
