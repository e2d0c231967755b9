/** A minute in milliseconds, the unit of the story's times. */
export const minuteMs = 60_000;
const hour = 60;
const yesterday = 24 * hour;

export const people = ['ada', 'bob', 'cyd', 'dee', 'eli', 'fay'] as const;

type Room = { readonly name: string; readonly topic: string; readonly members: readonly string[] };

/** The members of each room; the first one created it. Everybody is in #general. */
export const rooms: readonly Room[] = [
  { name: 'ops', topic: 'Servers, certificates, and who is on call', members: ['bob', 'ada', 'cyd', 'dee', 'eli'] },
  { name: 'builds', topic: 'What the machines say', members: ['bob', 'ada', 'cyd'] },
  { name: 'design', topic: 'How it looks and feels', members: ['fay', 'ada', 'dee'] },
  { name: 'kitchen', topic: 'Lunch, and other things that matter', members: ['cyd', 'ada', 'bob', 'dee', 'fay'] },
];

type Said = { readonly room: string; readonly author: string; readonly text: string; readonly agoMs: number };
const ago = (minutes: number, room: string, author: string, text: string): Said => ({
  room,
  author,
  text,
  agoMs: minutes * minuteMs,
});

/** Messages from before the pictures, oldest first in each room. */
export const past: readonly Said[] = [
  ago(
    yesterday + 3 * hour,
    'general',
    'bob',
    'Welcome, everybody. The page works too, if you have no terminal at hand.',
  ),
  ago(yesterday + 2 * hour, 'general', 'fay', 'It does, I am writing from it 👋'),
  ago(5 * hour, 'general', 'eli', 'I am away from Thursday on, dee has the keys to the machine room.'),
  ago(4 * hour, 'general', 'cyd', 'noted, have a good time!'),

  ago(
    yesterday + 96,
    'ops',
    'bob',
    'gate-2 has its new certificate. The key is the same, so nobody has to compare pins.',
  ),
  ago(yesterday + 94, 'ops', 'cyd', 'great, I do gate-3 tomorrow morning'),
  ago(yesterday + 61, 'ops', 'dee', 'Reminder: backups are tested on Friday. Really restored, not just listed.'),
  ago(yesterday + 60, 'ops', 'dee', 'https://wiki.example.org/backups says how'),
  ago(yesterday + 22, 'ops', 'ada', 'I take build-5, with the restore of last month'),
  ago(3 * hour + 12, 'ops', 'eli', 'build-7: disk is at 91 %'),
  ago(3 * hour + 9, 'ops', 'ada', 'that is the old artefacts. I delete everything before October:'),
  ago(
    3 * hour + 8,
    'ops',
    'ada',
    'find /srv/artefacts -mtime +60 -print0 |\n  xargs -0 rm -r\ndf -h /srv   # 91 % -> 38 %',
  ),
  ago(3 * hour + 2, 'ops', 'eli', 'thank you 🎉'),
  ago(2 * hour, 'ops', 'cyd', 'gate-3 is done as well: https://status.example.org/gate-3'),
  ago(118, 'ops', 'cyd', '/me goes to get coffee'),
  ago(51, 'ops', 'bob', 'Who is on call tonight? The calendar says ada, and ada says cyd.'),
  ago(49, 'ops', 'cyd', 'me, we have swapped; the calendar is right from tomorrow on'),
  ago(48, 'ops', 'bob', 'good 👍'),

  ago(2 * hour, 'builds', 'bob', 'main 4f28aaf: passed in 6 min 12 s'),
  ago(40, 'builds', 'bob', 'main 9b27c55: passed in 6 min 3 s'),

  ago(6 * hour, 'design', 'fay', 'The new icons are in the wiki, in light and dark.'),
  ago(5 * hour, 'design', 'dee', 'They look fine at 16 pixels, even on my old screen.'),

  ago(5 * hour, 'kitchen', 'cyd', 'soup or curry?'),
  ago(5 * hour - 3, 'kitchen', 'dee', 'curry 🍛'),
  ago(5 * hour - 4, 'kitchen', 'bob', 'curry'),
  ago(5 * hour - 6, 'kitchen', 'fay', 'soup, but I am used to losing'),
];
