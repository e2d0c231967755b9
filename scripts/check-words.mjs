// Refuses retired words in identifiers and file names (docs/glossary.md, "Words that are not used"), and kinds of events and bodies in faces.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Each pattern is matched against identifiers and the base names of files; a word in a comment or a text is for the reader to judge. */
const retired = [
  [/^Tidings|^tidings/, 'BusMessage'],
  [/^#?(hearers|deaf|heed)$/, 'listeners, unsubscribe, handleNotice'],
  [/^(Aside|aside|asideFrame)$/, 'EphemeralEvent'],
  [/^(Lane|lanes?|Stretch|stretches)$/, 'RoomSubscription, SeqRange'],
  [/^(Turns|Rounds|Speaker)$/, 'Semaphore, StaggeredInterval, MessageSender'],
  [/^(Haste|haste|lieMs|Joiner|joiner|Flusher|flusher)$/, 'Priority, maxDelayMs, FrameBatch, WriteScheduler'],
  [/^(Dealer|deal|Guests|MostGuests)$/, 'RequestHandler, handleRequest, ConnectionPlaces'],
  [/^(most|least(?!Recently))[A-Z]/, 'max…, min…'],
  [/^(judge|whyNot)/, 'validate…, decide'],
  [/^(Keeper|SessionKeeper|Waiters|takeUp)$/, 'LocalPersistence, Authenticator, Deferred, restore'],
  [/^(Kept|KeptProblem|openKept|keptRows|ServerBook|serverBook)$/, 'LocalStore, rowCache, ServerDirectory'],
  [
    /^(Desk|noDesk|Lookout|lookout|Telling|Tui|Kills|Spot)$/,
    'SystemIntegration, TerminalFocus, Channel, ChatContext, KillRing, TextCursor',
  ],
  [/^(Stop|dialStop|stopOf|lostStop)$/, 'CommandError'],
  [/^(Door|Shelf|Unsent|complain)$/, 'SignInForm, BrowserStorage, OutboxStorage, showError'],
  [
    /^#?(Contender|Course|Seat|Crowd|Tally|Witness|contenders?|seats?|tally)$/,
    'Subject, Scenario, ClientSlot, ClientPool, Counters, Observer',
  ],
];

/** Faces read entries and what the presenter says of them (docs/glossary.md), so that a new kind of event or body touches none of them. */
const faces = /^packages\/(cli|web)\/src\/(?!testing\/|.*\.test\.)/;
const wireKinds = /\b(event\.type|body\.kind)\b/;

const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs'], { encoding: 'utf8' }).split('\n');
const found = [];
const say = (where, word, better) => found.push(`${where}: "${word}" is retired; use ${better} (docs/glossary.md)`);

for (const file of files.filter((name) => name !== '' && !name.endsWith('check-words.mjs'))) {
  const base = file.replace(/^.*\//, '').replace(/\..*$/, '');
  const camel = base.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  for (const [pattern, better] of retired) if (pattern.test(camel)) say(file, base, better);
  // Comments and texts are left out: there a word may mean what it says.
  const code = readFileSync(file, 'utf8').replace(
    /\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g,
    (text) => text.replace(/[^\n]/g, ' '),
  );
  code.split('\n').forEach((line, i) => {
    const [kind] = (faces.test(file) && wireKinds.exec(line)) || [];
    if (kind)
      found.push(
        `${file}:${i + 1}: "${kind}" in a face; use an entry (packages/client/src/timeline) and its presenter`,
      );
    for (const [word] of line.matchAll(/[#A-Za-z_$][\w$]*/g)) {
      for (const [pattern, better] of retired) if (pattern.test(word)) say(`${file}:${i + 1}`, word, better);
    }
  });
}

if (found.length > 0) process.stderr.write(`${[...new Set(found)].join('\n')}\n`);
process.exitCode = found.length > 0 ? 1 : 0;
