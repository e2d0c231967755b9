// Refuses retired words (docs/glossary.md, "Words that are not used"), and a few spellings for which the code has one better way.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Matched against identifiers and the base names of files. Most of these are ordinary words elsewhere. */
const identifiers = [
  [/^Tidings|^tidings/, 'BusMessage'],
  [/^#?(hearers?|deaf|heed|hear)$/, 'listeners, unsubscribe, handleNotice, on…'],
  [/^(Aside|aside|asideFrame)$/, 'EphemeralEvent'],
  [/^(Lane|lanes?|Stretch|stretches)$/, 'RoomSubscription, SeqRange'],
  [/^(Turns|Rounds|Speaker)$/, 'Semaphore, StaggeredInterval, MessageSender'],
  [/^(Haste|haste|lieMs|Joiner|joiner|Flusher|flusher)$/, 'Priority, maxDelayMs, FrameBatch, WriteScheduler'],
  [/^(Dealer|deal|Guests|MostGuests)$/, 'RequestHandler, handleRequest, ConnectionPlaces'],
  [/^(most|least(?!Recently))[A-Z]/, 'max…, min…'],
  [/^(judge|whyNot)/, 'validate…, decide'],
  [/^#?(Keeper|SessionKeeper|Waiters|takeUp)$/, 'LocalPersistence, Authenticator, Deferred, restore'],
  [/^(Kept|keptRows|ServerBook|serverBook)$|[a-z]Kept$|Kept[A-Z]/, 'LocalStore, stored…, rowCache, ServerDirectory'],
  [
    /^(Desk|noDesk|Lookout|lookout|Telling|Tui|Kills|Spot)$/,
    'SystemIntegration, TerminalFocus, Channel, ChatContext, KillRing, TextCursor',
  ],
  [/^(Stop|dialStop|stopOf)$|[a-z]Stop$/, 'CommandError, …Error'],
  [/^(Door|Shelf|Unsent|complain)$/, 'SignInForm, BrowserStorage, OutboxStorage, showError'],
  [
    /^#?(Contender|Course|Seat|Crowd|Tally|Witness|contenders?|seats?|tally)$/,
    'Subject, Scenario, ClientSlot, ClientPool, Counters, Observer',
  ],
];

/** Words that are wrong wherever they stand: in comments, titles of tests, texts and documents too. */
const words =
  /\b(tidings|hearers?|lieMs|whyNot\w*|takeUp|anew|cease to be|contenders?|lookout|server book|way there and back)\b/gi;

/** Kinds and other discriminants are in kebab-case. Codes of errors and exits are documented with underscores, and SQLite and valibot have names of their own. */
const snakeCase = /'([a-z]+(?:_[a-z]+)+)'/g;
const spaced = /\b(?:kind|status|do|is)(?:: | === | !== )'([a-z]+ [a-z ]+)'/g;
const text = (file) => readFileSync(file, 'utf8');
const matches = (source, pattern) => [...source.matchAll(pattern)].map(([, match]) => match);
const codes = new Set([
  ...matches(text('packages/protocol/src/errors.ts'), /^ {2}([a-z_]+): \{/gm),
  ...matches(text('packages/protocol/src/close-codes.ts'), /^ {2}([a-z_]+): \{/gm),
  ...matches(text('packages/cli/src/process/exit-codes.ts'), /name: '([a-z_]+)'/g),
  ...['user_version', 'integrity_check', 'strict_object'],
]);

const product = /^packages\/[^/]+\/src\/(?!.*(\.test\.|\/?(testing|contracts)\/))/;
/** Faces read entries and what the presenter says of them (docs/glossary.md), so that a new kind of event or body touches none of them. */
const faces = /^packages\/(cli|web)\/src\/(?!testing\/|.*\.test\.)/;
const wireKinds = /\b(event\.type|body\.kind)\b/g;
/** Only `roomLabel` writes the sign of a room. */
const roomSign = /(#\$\{)/g;
/** A sentence for a person is a `message` or `description`, and a default is `default`. */
const vagueFields = /\b(say|without)\??: ?(?=string\b|boolean\b|true\b|false\b|expect\.|['"`])/g;

const token = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
const blank = (part) => part.replace(/[^\n]/g, ' ');
const withoutComments = (source) => source.replace(token, (part) => (part.startsWith('/') ? blank(part) : part));
const withoutTexts = (source) => source.replace(token, blank);

const found = new Set();
function report(file, source, pattern, better) {
  for (const match of source.matchAll(pattern)) {
    const line = source.slice(0, match.index).split('\n').length;
    found.add(`${file}:${line}: "${match[1] ?? match[0]}": ${better}`);
  }
}

function checkIdentifiers(file, code) {
  const base = file.replace(/^.*\//, '').replace(/\..*$/, '');
  const camel = base.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  for (const [pattern, better] of identifiers) {
    if (pattern.test(camel)) found.add(`${file}: "${base}" is retired; use ${better} (docs/glossary.md)`);
  }
  code.split('\n').forEach((line, i) => {
    for (const [word] of line.matchAll(/[#A-Za-z_$][\w$]*/g)) {
      for (const [pattern, better] of identifiers) {
        if (pattern.test(word)) found.add(`${file}:${i + 1}: "${word}" is retired; use ${better} (docs/glossary.md)`);
      }
    }
  });
}

const patterns = ['*.ts', '*.tsx', '*.mjs', '*.md', '*.html'];
const files = execFileSync('git', ['ls-files', ...patterns], { encoding: 'utf8' })
  .split('\n')
  .filter(Boolean);
for (const file of files) {
  if (/check-words\.mjs$|docs\/glossary\.md$/.test(file)) continue;
  const source = text(file);
  report(file, source, words, 'a retired word, also in comments and texts (docs/glossary.md)');
  if (/\.(md|html)$/.test(file)) continue;
  const code = withoutComments(source);
  checkIdentifiers(file, withoutTexts(source));
  report(file, code, vagueFields, 'use message or description, and default');
  if (faces.test(file)) {
    report(file, withoutTexts(source), wireKinds, 'use an entry (packages/client/src/timeline) and its presenter');
  }
  if (!product.test(file)) continue;
  report(file, code, spaced, 'discriminants are in kebab-case');
  for (const name of matches(code, snakeCase)) {
    if (!codes.has(name)) report(file, code, new RegExp(`'(${name})'`, 'g'), 'discriminants are in kebab-case');
  }
  if (!file.endsWith('/room-label.ts')) report(file, code, roomSign, 'use roomLabel of @securechat/client/present');
}

if (found.size > 0) process.stderr.write(`${[...found].join('\n')}\n`);
process.exitCode = found.size > 0 ? 1 : 0;
