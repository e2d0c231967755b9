import type { UserStateActions } from '../api.ts';
import type { StateSync } from './state-sync.ts';

/** The methods of the client's interface for what the user keeps. */
export function userStateOf(sync: StateSync): UserStateActions {
  return {
    markRead: (room) => sync.marks.markRead(room),
    markUnread: (room, seq) => sync.marks.markUnread(room, seq),
    setUserState: (entries) => sync.set(entries),
    saveUserState: (entries) => sync.save(entries),
    startDrafts: (texts) => sync.drafts.start(texts),
    writeDraft: (room, text) => sync.drafts.write(room, text),
    saveDraft: (room) => sync.drafts.save(room),
    flushUserState: () => sync.flush(),
  };
}
