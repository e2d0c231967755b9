import { cleanLine } from './clean.ts';

/** A room's name as shown to users: `#general`. Safe to draw. */
export function roomLabel(room: string): string {
  return `#${cleanLine(room)}`;
}
