import type { ChatClient, Clock } from '@securechat/client';
import { useCursor, useWindowSize } from 'ink';
import { useState, useSyncExternalStore } from 'react';
import type { Controller } from './actions/controller.ts';
import { useKeys } from './hooks/use-keys.ts';
import { useNow } from './hooks/use-now.ts';
import { type Suspend, useSuspend } from './hooks/use-suspend.ts';
import { paced } from './pace.ts';
import { ChatScreen } from './panes/chat-screen.tsx';
import { Rows } from './panes/rows.tsx';
import { frameOf } from './state/frame.ts';

type Props = {
  readonly client: ChatClient;
  readonly controller: Controller;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly serverName: string;
  readonly colour: boolean;
  /** Takes the way to hand over the terminal. */
  readonly attach: (suspend: Suspend) => void;
};

/** The screen of the chat: lays out the state and hands it to the panes. */
export function App({ client, controller, clock, serverName, colour, attach }: Props) {
  const [shown] = useState(() => paced({ ui: controller, chat: client }));
  const { ui, chat } = useSyncExternalStore(shown.subscribe, shown.getSnapshot);
  const size = useWindowSize();
  const nowMs = useNow(clock, chat.link.at === 'waiting');
  const { setCursorPosition } = useCursor();
  useKeys(controller);
  useSuspend(attach);
  const frame = frameOf({ ui, chat, size, serverName, nowMs });
  setCursorPosition(frame.kind === 'chat' ? frame.cursor : undefined);
  if (frame.kind === 'chat') return <ChatScreen frame={frame} size={size} colour={colour} />;
  return <Rows rows={frame.rows} columns={size.columns} height={size.rows} colour={colour} />;
}
