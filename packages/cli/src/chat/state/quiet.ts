import type { Settings } from '../../settings/table.ts';
import { clockTime } from '../../text/date-format.ts';

/** What the user has set with /dnd: off, or on, with an optional end. */
export type Quiet = { readonly on: false } | { readonly on: true; readonly untilMs?: number };

/** Whether notifications are off; undefined if the settings decide, also after the set time has ended. */
export function isQuiet(quiet: Quiet | undefined, nowMs: number): boolean | undefined {
  if (quiet?.on && quiet.untilMs !== undefined && nowMs >= quiet.untilMs) return undefined;
  return quiet?.on;
}

/** Whether it ends by itself, so that the time must be checked. */
export const hasEnd = (quiet: Quiet | undefined): boolean => quiet?.on === true && quiet.untilMs !== undefined;

/** The text in the status line while notifications are off: `dnd`, or until when. */
export function quietWords(
  quiet: Quiet | undefined,
  settings: Pick<Settings, 'doNotDisturb' | 'timeFormat'> | undefined,
  nowMs: number,
): string | undefined {
  const now = isQuiet(quiet, nowMs);
  if (!(now ?? settings?.doNotDisturb ?? false)) return undefined;
  const untilMs = now && quiet?.on ? quiet.untilMs : undefined;
  return untilMs === undefined ? 'dnd' : `dnd until ${clockTime(untilMs, settings?.timeFormat ?? '24h')}`;
}
