import type { Result } from '@securechat/protocol';
import type { Press } from './keys/names.ts';

/** Input from the keyboard. */
type Typed = { readonly press: Press } | { readonly paste: string };

const isKey = (typed: Typed) => 'press' in typed && 'key' in typed.press;

/** Buffers input while a server that will be shown is being opened: the input is meant for it. */
export function inputBuffer(act: (typed: Typed) => void) {
  let opening = 0;
  let held: Typed[] = [];
  const release = () => {
    // Buffered input may itself open another server.
    while (opening === 0) {
      const next = held.shift();
      if (!next) return;
      act(next);
    }
  };
  return {
    /** Handles input now, or once the server is known. */
    take: (typed: Typed) => {
      if (opening > 0) held.push(typed);
      else act(typed);
    },
    /** Buffers input until the server is open. If that fails, text is still inserted, but keys such as Enter are dropped: they could send it elsewhere. */
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
