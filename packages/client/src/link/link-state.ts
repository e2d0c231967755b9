import { closeSpec } from '@securechat/protocol';
import type { LinkView } from '../chat/model.ts';
import type { DialFailure } from '../ports.ts';
import { backoffMs } from './backoff.ts';
import { sayDialFailure } from './dial-failure.ts';

/** How the link stands. `attempt` counts the tries since it was last online. */
export type LinkState =
  | { readonly at: 'offline' }
  | { readonly at: 'waiting'; readonly untilMs: number; readonly attempt: number; readonly say: string }
  | { readonly at: 'greeting'; readonly attempt: number }
  | { readonly at: 'online' }
  | { readonly at: 'refused'; readonly say: string };

/** What happens to a link. */
export type LinkInput =
  | { readonly kind: 'connect' }
  /** Greeted, and signed in where there is a session: messages may go out. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'closed'; readonly code: number; readonly failure?: DialFailure }
  /** The time to wait has passed, or the user asks for a try now. */
  | { readonly kind: 'retry' }
  /** It makes no sense to go on: the session has ended, or the versions do not fit. */
  | { readonly kind: 'refuse'; readonly say: string }
  | { readonly kind: 'close' };

/** What a step asks for. */
type LinkEffect = { readonly do: 'dial' } | { readonly do: 'drop' } | { readonly do: 'wait'; readonly untilMs: number };
export type LinkStep = { readonly state: LinkState; readonly effects: readonly LinkEffect[] };
/** What a step may look at beside the state. Times are monotonic. `notBeforeMs`: the server asked not to come back sooner. */
export type LinkWorld = {
  readonly nowMs: number;
  readonly random: number;
  readonly reconnect: boolean;
  readonly notBeforeMs: number;
};

const stay = (state: LinkState): LinkStep => ({ state, effects: [] });

/** One step of the link, pure: from a state and what happened to the next state and what is to be done. */
export function step(state: LinkState, input: LinkInput, world: LinkWorld): LinkStep {
  switch (input.kind) {
    case 'connect':
      return state.at === 'offline' || state.at === 'refused' ? dial(1) : stay(state);
    case 'retry':
      return state.at === 'waiting' ? dial(state.attempt + 1) : stay(state);
    case 'ready':
      return state.at === 'greeting' ? stay({ at: 'online' }) : stay(state);
    case 'closed':
      return state.at === 'greeting' || state.at === 'online' ? lost(state, input, world) : stay(state);
    case 'refuse':
      return state.at === 'offline'
        ? stay(state)
        : { state: { at: 'refused', say: input.say }, effects: [{ do: 'drop' }] };
    default:
      return { state: { at: 'offline' }, effects: [{ do: 'drop' }] };
  }
}

function dial(attempt: number): LinkStep {
  return { state: { at: 'greeting', attempt }, effects: [{ do: 'dial' }] };
}

function lost(
  state: LinkState & { readonly at: 'greeting' | 'online' },
  { code, failure }: { readonly code: number; readonly failure?: DialFailure },
  { nowMs, random, reconnect, notBeforeMs }: LinkWorld,
): LinkStep {
  const final = failure ? isFinal(failure) : !closeSpec(code).reconnect;
  if (final) return stay({ at: 'refused', say: failure ? sayDialFailure(failure) : closeSpec(code).say });
  if (!reconnect) return stay({ at: 'offline' });
  const attempt = state.at === 'online' ? 1 : state.attempt;
  const untilMs = Math.max(nowMs + backoffMs(attempt, random), notBeforeMs);
  const say = failure && 'detail' in failure ? failure.detail : closeSpec(code).say;
  return { state: { at: 'waiting', untilMs, attempt, say }, effects: [{ do: 'wait', untilMs }] };
}

/** Whether trying again cannot help until a person has decided something. */
export function isFinal(failure: DialFailure): boolean {
  return failure.kind === 'unknown_pin' || failure.kind === 'pin_changed' || failure.kind === 'invalid_frame';
}

/** The state as shown to people. `wallMs`: what the wall clock is ahead of the monotonic one. */
export function viewOf(state: LinkState, wallMs: number): LinkView {
  if (state.at === 'waiting') return { ...state, untilMs: state.untilMs + wallMs };
  return state.at === 'greeting' ? { at: 'greeting' } : state;
}
