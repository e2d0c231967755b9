import { closeSpec } from '@securechat/protocol';
import type { LinkView } from '../chat/model.ts';
import { backoffMs } from './backoff.ts';
import { type ConnectionEnd, isFinal, messageOf } from './connection-end.ts';

/** The state of the link. `attempt` counts the attempts since it was last online. */
export type LinkState =
  | { readonly status: 'offline' }
  | { readonly status: 'waiting'; readonly untilMs: number; readonly attempt: number; readonly message: string }
  | { readonly status: 'greeting'; readonly attempt: number }
  | { readonly status: 'online' }
  | { readonly status: 'refused'; readonly message: string };

/** Events of a link. */
export type LinkInput =
  | { readonly kind: 'connect' }
  /** Greeted, and logged in if there is a session: messages may be sent. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'ended'; readonly end: ConnectionEnd }
  /** The delay is over, or the user requests an attempt now. */
  | { readonly kind: 'retry' }
  | { readonly kind: 'close' };

/** What a step wants done. */
type LinkEffect = { readonly do: 'dial' } | { readonly do: 'drop' } | { readonly do: 'wait'; readonly untilMs: number };
export type LinkStep = { readonly state: LinkState; readonly effects: readonly LinkEffect[] };
/** What a step depends on besides the state. Times are monotonic. `notBeforeMs`: the server asked not to reconnect sooner. */
export type LinkWorld = {
  readonly nowMs: number;
  readonly random: number;
  readonly reconnect: boolean;
  readonly notBeforeMs: number;
};

const stay = (state: LinkState): LinkStep => ({ state, effects: [] });

/** One pure step of the link: from a state and an event to the next state and its effects. */
export function step(state: LinkState, input: LinkInput, world: LinkWorld): LinkStep {
  switch (input.kind) {
    case 'connect':
      return state.status === 'offline' || state.status === 'refused' ? dial(1) : stay(state);
    case 'retry':
      return state.status === 'waiting' ? dial(state.attempt + 1) : stay(state);
    case 'ready':
      return state.status === 'greeting' ? stay({ status: 'online' }) : stay(state);
    case 'ended':
      return state.status === 'greeting' || state.status === 'online' ? ended(state, input.end, world) : stay(state);
    default:
      return { state: { status: 'offline' }, effects: [{ do: 'drop' }] };
  }
}

function dial(attempt: number): LinkStep {
  return { state: { status: 'greeting', attempt }, effects: [{ do: 'dial' }] };
}

function ended(
  state: LinkState & { readonly status: 'greeting' | 'online' },
  end: ConnectionEnd,
  { nowMs, random, reconnect, notBeforeMs }: LinkWorld,
): LinkStep {
  if (end.kind !== 'lost' || isFinal(end)) return stay({ status: 'refused', message: messageOf(end) });
  if (!reconnect) return stay({ status: 'offline' });
  const { code, failure } = end;
  const attempt = state.status === 'online' ? 1 : state.attempt;
  const untilMs = Math.max(nowMs + backoffMs(attempt, random), notBeforeMs);
  const message = failure && 'detail' in failure ? failure.detail : closeSpec(code).message;
  return { state: { status: 'waiting', untilMs, attempt, message }, effects: [{ do: 'wait', untilMs }] };
}

/** The state as shown to users. `wallMs`: the difference of the wall clock to the monotonic one. */
export function viewOf(state: LinkState, wallMs: number): LinkView {
  if (state.status === 'waiting') return { ...state, untilMs: state.untilMs + wallMs };
  return state.status === 'greeting' ? { status: 'greeting' } : state;
}
