import { err, ok, type Result } from '@securechat/protocol';
import { clockTime } from '../../../text/date-format.ts';
import type { HasClock, HasScreen } from '../../chat-context.ts';
import type { SlashCommand } from '../slash-command.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** For longer, there is the setting `do-not-disturb`. */
const longestMs = 7 * 24 * hourMs;
const usage = 'Usage: /dnd, /dnd 30m, /dnd 1h30m or /dnd off';

/** The argument of /dnd: off, on until it is turned off, or on for a time. */
function read(argument: string): Result<'on' | 'off' | { readonly forMs: number }, string> {
  const words = argument.toLowerCase().replaceAll(' ', '');
  if (words === '' || words === 'on') return ok('on');
  if (words === 'off') return ok('off');
  const [, hours, minutes] = /^(?:(\d{1,4})(?:h|hours?))?(?:(\d{1,5})(?:m|min|minutes?))?$/.exec(words) ?? [];
  const forMs = Number(hours ?? 0) * hourMs + Number(minutes ?? 0) * minuteMs;
  if (forMs === 0) return err(usage);
  return forMs <= longestMs
    ? ok({ forMs })
    : err('Do not disturb lasts at most 7 days. Without a time it stays on until /dnd off.');
}

function silence({ dispatch, showStatus, clock, view }: HasScreen & HasClock, argument: string): void {
  const wanted = read(argument);
  if (!wanted.ok) showStatus(wanted.error, 'warning');
  else if (wanted.value === 'off') {
    dispatch({ kind: 'quiet', quiet: { on: false } });
    showStatus('Do not disturb is off.');
  } else if (wanted.value === 'on') {
    dispatch({ kind: 'quiet', quiet: { on: true } });
    showStatus('Do not disturb is on. /dnd off turns it off.');
  } else {
    const untilMs = clock.nowMs() + wanted.value.forMs;
    dispatch({ kind: 'quiet', quiet: { on: true, untilMs } });
    const until = clockTime(untilMs, view().settings?.timeFormat ?? '24h');
    showStatus(`Do not disturb is on until ${until}. /dnd off turns it off.`);
  }
}

export const dnd: SlashCommand = {
  name: 'dnd',
  usage: '/dnd [TIME]',
  description: 'turn notifications off until you quit or type /dnd off, or for a time: /dnd 1h',
  argument: 'optional',
  run: silence,
};
