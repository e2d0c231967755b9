import { addHighlightWords, highlightChange, highlightWords, MemoryUserStateStore } from '@securechat/client';
import { err, ok, type Result, type StateEntry } from '@securechat/protocol';
import { asked, withSession } from '../accounts/connect.ts';
import { whereFields, whereWords } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import { cleanLine } from '../text/clean.ts';

type Done = Promise<Result<void, CommandError>>;

/** Changes the user's highlight words as the server has them, and prints those that there are then. */
function withWords(
  run: CommandContext,
  change: (known: readonly string[]) => Result<readonly StateEntry[], string>,
  print: (words: readonly string[], where: { readonly fields: object; readonly words: string }) => void,
): Done {
  const options = { recent: 0, userStateStore: new MemoryUserStateStore(), setsMarks: false };
  return withSession(run, options, async ({ client, target, session: { user } }) => {
    const synced = await asked(client.synced(), target);
    if (!synced.ok) return synced;
    const words = () => highlightWords(client.getSnapshot().userState.highlight);
    const changes = change(words());
    if (!changes.ok) return commandError('refused', changes.error);
    const added = changes.value.filter(({ value }) => value !== null).map(({ key }) => key);
    const removed = new Set(changes.value.filter(({ value }) => value === null).map(({ key }) => key));
    if (changes.value.length > 0) {
      const saved = await asked(client.saveUserState(changes.value), target);
      if (!saved.ok) return saved;
    }
    const now = [...new Set([...words(), ...added])].filter((word) => !removed.has(word)).sort();
    print(now, { fields: whereFields(target, user), words: whereWords(target, user) });
    return ok(undefined);
  });
}

/** Adds highlight words; without any, prints those that there are. */
export function addHighlights(run: CommandContext, typed: readonly string[]): Done {
  const { flags, out } = run;
  if (typed.length === 0) {
    return withWords(
      run,
      () => ok([]),
      (words) => {
        for (const word of words)
          if (flags.json) out.json({ word });
          else out.line(cleanLine(word));
        if (words.length === 0 && !flags.json) out.note('You have no highlight words.');
      },
    );
  }
  return withWords(
    run,
    (known) => addHighlightWords(known, typed),
    (words, where) => {
      if (flags.json) out.json({ ...where.fields, words });
      else out.done(`Your highlight words${where.words}: ${cleanLine(words.join(', '))}.`);
    },
  );
}

/** Removes highlight words. */
export function removeHighlights(run: CommandContext, typed: readonly string[]): Done {
  const { flags, out } = run;
  const gone = typed.map((word) => word.trim().toLowerCase());
  return withWords(
    run,
    (known) => {
      const unknown = gone.find((word) => !known.includes(word));
      if (unknown === undefined) return ok(gone.map((word) => highlightChange(word, false)));
      return err(`${cleanLine(unknown)} is no highlight word. To list them: securechat account highlight`);
    },
    (words, where) => {
      if (flags.json) out.json({ ...where.fields, words });
      else out.done(`Removed ${cleanLine(gone.join(', '))}${where.words}.`);
    },
  );
}
