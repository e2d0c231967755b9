import type { ChatState } from '@securechat/client';
import type { StateCounts } from '../process/crash-report.ts';
import type { UiState } from './state/ui-state.ts';

function count(chat: ChatState, ui: UiState | undefined): StateCounts {
  const lines = Object.values(chat.byRoom).map((room) => room.timeline.length);
  return {
    link: chat.link.status,
    rooms: chat.rooms.length,
    lines: lines.reduce((sum, of) => sum + of, 0),
    pending: chat.pending.length,
    refused: chat.pending.filter(({ refused }) => refused !== undefined).length,
    ...(ui && { overlay: ui.overlay !== undefined, scrolled: ui.anchor !== undefined }),
  };
}

/** Counts from the state, for a crash report. Never throws, since the state may be the cause of the crash. */
export function stateCounts(chat: () => ChatState, ui?: () => UiState): StateCounts {
  try {
    return count(chat(), ui?.());
  } catch {
    return { state: 'unreadable' };
  }
}
