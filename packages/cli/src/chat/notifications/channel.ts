import type { NotificationText } from './text.ts';

/** How the terminal notifies its user outside the screen. */
export type NotificationChannel = {
  /** Notifies the user; `failed` is called with the reason if that fails. */
  notify(text: NotificationText, failed: (why: string) => void): void;
  /** Sets the window's title. */
  setTitle(title: string): void;
};
