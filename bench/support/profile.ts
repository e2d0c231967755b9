/** A function as V8 names it; `lineNumber` counts from 0. */
export type CallFrame = { readonly functionName: string; readonly url: string; readonly lineNumber: number };

/** A `.cpuprofile` as Node writes it; times in microseconds of the monotonic clock. */
export type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/** A node of the call tree, with the time spent in it, and in it and its callees. */
export type Call = {
  readonly frame: CallFrame;
  selfUs: number;
  totalUs: number;
  readonly calls: Call[];
};

/** The time of each node between the two moments: a sample lasts until the next one. */
function timesOf({ samples, timeDeltas, startTime }: CpuProfile, fromUs: number, toUs: number): Map<number, number> {
  const times = new Map<number, number>();
  let atUs = startTime;
  samples.forEach((id, i) => {
    atUs += timeDeltas[i] ?? 0;
    const untilUs = atUs + (timeDeltas[i + 1] ?? 0);
    const us = Math.min(untilUs, toUs) - Math.max(atUs, fromUs);
    if (us > 0) times.set(id, (times.get(id) ?? 0) + us);
  });
  return times;
}

/** The call tree between two moments of the profile's clock. Idle time is left out. */
export function callTree(profile: CpuProfile, fromUs = 0, toUs = Number.POSITIVE_INFINITY): Call {
  const times = timesOf(profile, fromUs, toUs);
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const grow = (id: number): Call | undefined => {
    const node = byId.get(id);
    if (!node || node.callFrame.functionName === '(idle)') return undefined;
    const calls = (node.children ?? []).flatMap((child) => grow(child) ?? []).filter(({ totalUs }) => totalUs > 0);
    const selfUs = times.get(id) ?? 0;
    return { frame: node.callFrame, selfUs, totalUs: calls.reduce((sum, call) => sum + call.totalUs, selfUs), calls };
  };
  const root = grow(profile.nodes[0]?.id ?? 0);
  if (!root) throw new Error('the profile is empty');
  return root;
}

/** The location of a function, short enough for a table. */
export function placeOf({ url, lineNumber }: CallFrame): string {
  if (url === '') return '';
  const short = url
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/packages\//, '')
    .replace(/^file:\/\//, '');
  return `${short}:${lineNumber + 1}`;
}

/** Each function with the time spent in itself, summed over all callers; longest first. */
export function selfTimes(root: Call): readonly { readonly frame: CallFrame; readonly selfUs: number }[] {
  const functions = new Map<string, { frame: CallFrame; selfUs: number }>();
  const visit = ({ frame, selfUs, calls }: Call) => {
    const key = `${frame.functionName} ${placeOf(frame)}`;
    const known = functions.get(key);
    if (known) known.selfUs += selfUs;
    else functions.set(key, { frame, selfUs });
    for (const call of calls) visit(call);
  };
  visit(root);
  return [...functions.values()].filter(({ selfUs }) => selfUs > 0).sort((a, b) => b.selfUs - a.selfUs);
}
