import type { ChatState, MemoryLimits } from './model.ts';
import { type ChatInput, emptyState, reduce } from './reducer.ts';

/** Holds the state and tells of its changes. */
export class ChatStore {
  #state: ChatState;
  readonly #subscribers = new Set<() => void>();

  /** `memory`: how much of what was seen is kept, where it is not the default. */
  constructor(memory: Partial<MemoryLimits> = {}) {
    this.#state = { ...emptyState, memory: { ...emptyState.memory, ...memory } };
  }

  get state(): ChatState {
    return this.#state;
  }

  /** Applies what has happened. */
  dispatch(input: ChatInput): void {
    const next = reduce(this.#state, input);
    if (next === this.#state) return;
    this.#state = next;
    for (const changed of [...this.#subscribers]) changed();
  }

  subscribe(changed: () => void): () => void {
    this.#subscribers.add(changed);
    return () => void this.#subscribers.delete(changed);
  }
}
