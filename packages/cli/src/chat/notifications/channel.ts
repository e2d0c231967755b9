import type { NotificationText } from './text.ts';

/** How the terminal reaches its user beside the screen. */
export type NotificationChannel = {
  /** Notifies the user; `failed` is called with the reason when that cannot be done. */
  notify(text: NotificationText, failed: (why: string) => void): void;
  /** Gives the window this title. */
  setTitle(title: string): void;
};
