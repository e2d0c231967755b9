import type { Clock } from '@securechat/client';
import { useCursor, useWindowSize } from 'ink';
import { useState, useSyncExternalStore } from 'react';
import type { Controller } from '../chat/controller.ts';
import { defaultKeymap, type Keymap } from '../chat/keys/keymap.ts';
import { hasEnd } from '../chat/state/quiet.ts';
import type { Suspend } from '../process/external-program.ts';
import { frameOf } from '../screen/frame.ts';
import { ChatScreen } from '../screen/panes/chat-screen.tsx';
import { Rows } from '../screen/panes/rows.tsx';
import { syncWords } from '../screen/status.ts';
import type { Theme } from '../screen/theme.ts';
import { defaultSettings, type Settings } from '../settings/table.ts';
import { throttleFrames } from './frame-throttle.ts';
import { useNow } from './use-now.ts';
import { useSuspend } from './use-suspend.ts';

type Props = {
  readonly controller: Controller;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly theme: Theme;
  /** Default: the default settings. */
  readonly settings?: Settings;
  readonly keymap?: Keymap;
  /** For `useSuspend`. */
  readonly attach: (suspend: Suspend) => () => void;
};

/** The screen of the chat: lays out the state and passes it to the panes. */
export function App({ controller, clock, theme, settings = defaultSettings, keymap = defaultKeymap, attach }: Props) {
  const [shown] = useState(() => throttleFrames({ ui: controller, chat: controller.servers }));
  const { ui, chat: servers } = useSyncExternalStore(shown.subscribe, shown.getSnapshot);
  const { name: serverName, chat, links } = servers.here;
  const size = useWindowSize();
  const counting = chat.link.status === 'waiting' || syncWords(chat, clock.nowMs()) !== '' || hasEnd(ui.quiet);
  const nowMs = useNow(clock, counting);
  const { setCursorPosition } = useCursor();
  useSuspend(attach);
  const frame = frameOf({ ui, chat, servers, size, serverName, nowMs, settings, keymap, ...(links && { links }) });
  setCursorPosition(frame.kind === 'chat' ? frame.cursor : undefined);
  if (frame.kind === 'chat') return <ChatScreen frame={frame} size={size} theme={theme} />;
  return <Rows rows={frame.rows} columns={size.columns} height={size.rows} theme={theme} />;
}
