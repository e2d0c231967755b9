import { Emitter } from '../emitter.ts';
import type { ChatInput } from './input.ts';
import type { ChatState, MemoryLimits } from './model.ts';
import { emptyState, reduce } from './reducer.ts';

/** Holds the state and notifies of its changes. */
export class ChatStore {
  #state: ChatState;
  readonly #changes = new Emitter();
  readonly subscribe = this.#changes.subscribe;

  /** `memory`: limits that differ from the defaults. */
  constructor(memory: Partial<MemoryLimits> = {}) {
    this.#state = { ...emptyState, memory: { ...emptyState.memory, ...memory } };
  }

  get state(): ChatState {
    return this.#state;
  }

  /** Applies an input to the state. */
  dispatch(input: ChatInput): void {
    const next = reduce(this.#state, input);
    if (next === this.#state) return;
    this.#state = next;
    this.#changes.emit();
  }
}
