import { eventually } from '@securechat/testkit';
import { expect } from 'vitest';
import type { Terminal } from './terminal.ts';

/** The rows of the chat's room list, each with single spaces. */
export function roomList(terminal: Terminal): readonly string[] {
  return terminal.screen().flatMap((line) => {
    const [left = '', ...rest] = line.split('│');
    return rest.length > 0 && left.trim() !== '' ? [left.trim().replace(/ +/g, ' ')] : [];
  });
}

/** Waits until the room list has exactly these rows. */
export async function listsRooms(terminal: Terminal, rows: readonly string[]): Promise<void> {
  await eventually(() => expect(roomList(terminal)).toEqual(rows) ?? true);
}
