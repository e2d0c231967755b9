import type { Result } from '@securechat/protocol';
import type { Press } from './keys/names.ts';

/** What comes from the keyboard. */
type Typed = { readonly press: Press } | { readonly paste: string };

const isKey = (typed: Typed) => 'press' in typed && 'key' in typed.press;

/** Holds back what is typed while a server is being opened to be shown: it is meant for that one. */
export function inputBuffer(act: (typed: Typed) => void) {
  let opening = 0;
  let held: Typed[] = [];
  const release = () => {
    // What is let go may open yet another server.
    while (opening === 0) {
      const next = held.shift();
      if (!next) return;
      act(next);
    }
  };
  return {
    /** Deals with it now, or once it is known where. */
    take: (typed: Typed) => {
      if (opening > 0) held.push(typed);
      else act(typed);
    },
    /** Holds back until that is decided. A text stays after a failure, but its Enter would send it to another server than was meant. */
    meanwhile: async (going: Promise<Result<void, string>>): Promise<Result<void, string>> => {
      let arrived = false;
      opening++;
      try {
        const gone = await going;
        arrived = gone.ok;
        return gone;
      } finally {
        opening--;
        const firstKey = held.findIndex(isKey);
        if (!arrived && firstKey !== -1) held = held.slice(0, firstKey);
        release();
      }
    },
  };
}
