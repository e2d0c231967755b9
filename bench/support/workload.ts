/** One figure that a subject reached in one round. */
export type Figure = {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly better: 'more' | 'less';
};

/** What one round of a subject came to. `notes` are printed: for example that the load generator was at its limit. */
export type Outcome = { readonly figures: readonly Figure[]; readonly notes?: readonly string[] };

/** Someone who takes part in a workload. */
export type Subject = {
  /** `securechat`, `ws relay`, `ws relay, corked`, `Socket.IO`, `ngircd` … */
  readonly name: string;
  /** Why it cannot take part here, with how to get it; undefined when it can. */
  missing?(): Promise<string | undefined>;
  /** Takes part only with `--full`, or when the workload or it is asked for by name: the five minutes are too short for all. */
  readonly fullOnly?: boolean;
  /** Runs once. Starts what it needs and ends it. */
  run(round: number): Promise<Outcome>;
};

/** What the figures are held against: `ours` divided by `peer` (median of the rounds' ratios), or `ours` itself where there is no peer. */
export type Bound = {
  readonly figure: string;
  readonly ours: string;
  readonly peer?: string;
  readonly at: 'least' | 'most';
  readonly value: number;
};

/** Something that is measured, with everyone who takes part. */
export type Workload = {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** Part of the five-minute run; the others run with `--full` or `--only`. */
  readonly quick: boolean;
  readonly subjects: readonly Subject[];
  readonly bounds: readonly Bound[];
  /** Rounds unless told otherwise; 3 at least. */
  readonly rounds?: number;
};
