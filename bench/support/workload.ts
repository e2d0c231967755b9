/** One figure of a subject in one round. */
export type Figure = {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly better: 'more' | 'less';
};

/** The result of one round of a subject. `notes` are printed: for example that the load generator was the bottleneck. */
export type Outcome = { readonly figures: readonly Figure[]; readonly notes?: readonly string[] };

/** A subject of a workload. */
export type Subject = {
  /** `securechat`, `ws relay`, `ws relay, corked`, `Socket.IO`, `ngircd` … */
  readonly name: string;
  /** Why it cannot take part here, and how to install it; undefined if it can. */
  missing?(): Promise<string | undefined>;
  /** Takes part only with `--full`, or if the workload or it is named: the five minutes are too short for all. */
  readonly fullOnly?: boolean;
  /** Runs one round. Starts what it needs and ends it. */
  run(round: number): Promise<Outcome>;
};

/** What the figures are compared with: `ours` divided by `peer` (median of the rounds' ratios), or `ours` itself if there is no peer. */
export type Bound = {
  readonly figure: string;
  readonly ours: string;
  readonly peer?: string;
  readonly at: 'least' | 'most';
  readonly value: number;
};

/** A measurement with all its subjects. */
export type Workload = {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** Part of the five-minute run; the others run with `--full` or `--only`. */
  readonly quick: boolean;
  readonly subjects: readonly Subject[];
  readonly bounds: readonly Bound[];
  /** The default number of rounds; at least 3. */
  readonly rounds?: number;
};
