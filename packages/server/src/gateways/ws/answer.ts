import { encodeFrame, err, ok, type Refusal, type Result, type ServerFrame } from '@securechat/protocol';
import type { Connection } from '../shared/connection.ts';
import type { Priority } from '../shared/write-scheduler.ts';
import { frameText } from './frames.ts';
import { refusalFrame } from './to-frame.ts';

/** The outcome of a request: a frame, a refusal, or undefined if it has been answered already or needs no answer. */
export type RequestOutcome = Result<ServerFrame, Refusal> | undefined;

export function sendFrame(c: Connection, frame: ServerFrame, priority?: Priority): void {
  c.send(frameText(encodeFrame(frame)), priority);
}

/** Answers a request whose success has nothing to report: `done`, or the refusal. */
export function done(re: string, result: Result<void, Refusal>): RequestOutcome {
  return result.ok ? ok({ type: 'done', re }) : result;
}

/** Sends the outcome of a request. A throw is a bug or a failing disk: the client gets a refusal, and the log gets the reason. */
export async function answer(c: Connection, re: string | undefined, doing: Promise<RequestOutcome>): Promise<void> {
  const outcome = await doing.catch((thrown: unknown) => err(c.session.explain(thrown)));
  if (outcome?.ok) sendFrame(c, outcome.value, 'high');
  else if (outcome && re !== undefined) sendFrame(c, refusalFrame(outcome.error, re), 'high');
}

/** Answers later, and lets the next frames be handled until then. */
export function respondLater(c: Connection, re: string, doing: Promise<RequestOutcome>): void {
  c.addInFlight(answer(c, re, doing));
}
