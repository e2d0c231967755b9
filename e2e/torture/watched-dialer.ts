import type { Dialer, SocketEvents } from '@securechat/client';

/** A dialer that shows the frames of its connections on their way. */
export function watchedDialer(
  dialer: Dialer,
  on: {
    readonly dialled?: () => void;
    readonly sent?: (text: string) => void;
    readonly received: (text: string) => void;
  },
): Dialer {
  return {
    dial: (url, events) => {
      on.dialled?.();
      let over = false;
      const watched: SocketEvents = {
        ...events,
        text: (text) => {
          // Frames after the client has given up the connection are ignored.
          if (!over) on.received(text);
          events.text(text);
        },
      };
      const socket = dialer.dial(url, watched);
      return {
        send: (text) => {
          on.sent?.(text);
          socket.send(text);
        },
        close: (code, reason) => {
          over = true;
          socket.close(code, reason);
        },
      };
    },
  };
}
