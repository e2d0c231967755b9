import { Emitter } from '@securechat/client';

/** Whether the user is looking at the chat, as far as the terminal reports it. */
export type TerminalFocus = {
  /** The terminal gained or lost the focus. */
  focus(on: boolean): void;
  /** Another program has the terminal until this resolves. */
  away<T>(until: Promise<T> | undefined): Promise<T | undefined>;
  focused(): boolean;
  handedOver(): boolean;
  /** The chat is on the terminal and the terminal has the focus. */
  looks(): boolean;
  subscribe(changed: () => void): () => void;
};

/** Initially focused: a terminal that does not report focus counts as focused. */
export function terminalFocus(): TerminalFocus {
  let focused = true;
  let handedOver = false;
  const changes = new Emitter();
  const hand = (over: boolean) => {
    handedOver = over;
    changes.emit();
  };
  return {
    focus: (on) => {
      focused = on;
      changes.emit();
    },
    away: async (until) => {
      hand(true);
      try {
        return await until;
      } finally {
        hand(false);
      }
    },
    focused: () => focused,
    handedOver: () => handedOver,
    looks: () => focused && !handedOver,
    subscribe: changes.subscribe,
  };
}
