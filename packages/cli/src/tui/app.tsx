import type { Clock } from '@securechat/client';
import { useCursor, useWindowSize } from 'ink';
import { useState, useSyncExternalStore } from 'react';
import { defaultSettings, type Settings } from '../settings/table.ts';
import type { Controller } from './actions/controller.ts';
import { useKeys } from './hooks/use-keys.ts';
import { useNow } from './hooks/use-now.ts';
import { type Suspend, useSuspend } from './hooks/use-suspend.ts';
import { defaultKeymap, type Keymap } from './keys/keymap.ts';
import { throttleFrames } from './pace.ts';
import { ChatScreen } from './panes/chat-screen.tsx';
import { Rows } from './panes/rows.tsx';
import { frameOf } from './state/frame.ts';
import { hasEnd } from './state/quiet.ts';
import { syncWords } from './state/status.ts';
import type { Theme } from './theme.ts';
import type { Background } from './theme-choice.ts';

type Props = {
  readonly controller: Controller;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  /** The looks, by the terminal's background once it is known. */
  readonly themeOn: (background: Background | undefined) => Theme;
  /** The defaults, unless given. */
  readonly settings?: Settings;
  readonly keymap?: Keymap;
  /** Takes the way to hand over the terminal. */
  readonly attach: (suspend: Suspend) => void;
};

/** The screen of the chat: lays out the state and hands it to the panes. */
export function App({ controller, clock, themeOn, settings = defaultSettings, keymap = defaultKeymap, attach }: Props) {
  const [shown] = useState(() => throttleFrames({ ui: controller, chat: controller.servers }));
  const { ui, chat: servers } = useSyncExternalStore(shown.subscribe, shown.getSnapshot);
  const { name: serverName, chat, links } = servers.here;
  const size = useWindowSize();
  const counting = chat.link.status === 'waiting' || syncWords(chat, clock.nowMs()) !== '' || hasEnd(ui.quiet);
  const nowMs = useNow(clock, counting);
  const { setCursorPosition } = useCursor();
  const [background, tellBackground] = useState<Background>();
  const theme = themeOn(background);
  useKeys(controller, tellBackground, clock);
  useSuspend(attach);
  const frame = frameOf({ ui, chat, servers, size, serverName, nowMs, settings, keymap, ...(links && { links }) });
  setCursorPosition(frame.kind === 'chat' ? frame.cursor : undefined);
  if (frame.kind === 'chat') return <ChatScreen frame={frame} size={size} theme={theme} />;
  return <Rows rows={frame.rows} columns={size.columns} height={size.rows} theme={theme} />;
}
