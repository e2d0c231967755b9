import type { ChatClientOptions } from '@securechat/client';
import { type ControllerParts, createController } from '../chat/controller.ts';
import type { ChatOutcome } from '../process/exit-codes.ts';
import { frameOf, layout } from '../screen/frame.ts';
import { rowText } from '../text/rows.ts';
import { connectedClient } from './screen.ts';

/** A controller over a real client and an in-memory server, with keys to press and the resulting screen. */
export async function openChat(
  said: readonly string[] = [],
  room?: string,
  { userStateStore, ...given }: Partial<ControllerParts> & Pick<ChatClientOptions, 'userStateStore'> = {},
) {
  const { server, client, clock } = await connectedClient(said, userStateStore ? { userStateStore } : {});
  const outcomes: ChatOutcome[] = [];
  const size = { columns: 80, rows: 24 };
  const controller = createController({
    client,
    clock,
    serverName: 'fake',
    keeps: false,
    layout,
    size: () => size,
    exit: (outcome) => outcomes.push(outcome),
    suspend: async () => {},
    redraw: () => {},
    ...(room === undefined ? {} : { room }),
    ...given,
  });
  const stop = controller.start();
  const ui = controller.getSnapshot;
  const frameNow = () => frameOf(controller.view());
  const screen = () => {
    const frame = frameNow();
    if (frame.kind !== 'chat') return '';
    return [...frame.main.rows, ...frame.info, ...frame.composer.rows].map(rowText).join('\n');
  };
  return {
    server,
    client,
    clock,
    controller,
    outcomes,
    ui,
    screen,
    /** The bottom line. */
    status: () => {
      const frame = frameNow();
      return frame.kind === 'chat' ? rowText(frame.status) : '';
    },
    /** The room list. */
    list: () => {
      const frame = frameNow();
      return frame.kind === 'chat' ? frame.list.rows.map((row) => rowText(row).replace(/ +/g, ' ').trimEnd()) : [];
    },
    stop,
    key: (...keys: string[]) => {
      for (const key of keys) controller.press({ key });
    },
    enter: (text: string) => {
      controller.press({ text });
      controller.press({ key: 'enter' });
    },
    sentOf: (type: string) => server.seen.filter((frame) => frame.type === type),
    [Symbol.asyncDispose]: async () => {
      stop();
      await controller.close();
    },
  };
}
