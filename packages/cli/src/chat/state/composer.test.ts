import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lettersOf } from '../../text/width.ts';
import { type Composer, emptyComposer, fullText, insert, paste, sent } from './composer.ts';
import { applyEdit, type Edit, type EditorState, editNames } from './composer-edits.ts';

/** An editor state from a text with a `|` at the cursor. */
const deskOf = (start: string, kills: readonly string[] = []): EditorState => ({
  composer: { ...emptyComposer, text: start.replace('|', ''), cursor: start.indexOf('|') },
  killRing: kills,
});
const shown = ({ text, cursor }: Composer) => `${text.slice(0, cursor)}|${text.slice(cursor)}`;
const apply = (system: EditorState, ...steps: Edit[]) => steps.reduce(applyEdit, system);
/** The text with `|` at the cursor, after these edits. */
const after = (start: string, ...steps: Edit[]) => shown(apply(deskOf(start), ...steps).composer);
const edited = (composer: Composer, ...steps: Edit[]) => apply({ composer, killRing: [] }, ...steps).composer;

test('the cursor moves by letters, words and lines', () => {
  expect(after('ab|', 'left')).toBe('a|b');
  expect(after('a👩‍🚀|', 'left')).toBe('a|👩‍🚀');
  expect(after('|e\u0301x', 'right')).toBe('e\u0301|x');
  expect(after('a\n|b', 'left')).toBe('a|\nb');
  expect(after('a|\nb', 'right')).toBe('a\n|b');
  expect(after('one two|', 'wordLeft')).toBe('one |two');
  expect(after('|one, two', 'wordRight', 'wordRight')).toBe('one, two|');
  expect(after('see a.b-c/|', 'wordLeft', 'wordLeft')).toBe('see |a.b-c/');
  expect(after("|l'été 東京", 'wordRight')).toBe("l'été| 東京");
  expect(after('我们喜欢|音乐', 'wordLeft')).toBe('我们|喜欢音乐');
  expect(after('@|bob님 안녕', 'wordRight')).toBe('@bob|님 안녕');
  expect(after('done 🎉👩‍🚀|', 'wordLeft')).toBe('done 🎉|👩‍🚀');
  expect(after('one\nt|wo', 'home')).toBe('one\n|two');
  expect(after('o|ne\ntwo', 'end')).toBe('one|\ntwo');
  expect(after('one\ntw|o', 'up')).toBe('on|e\ntwo');
  expect(after('on|e\nt', 'down')).toBe('one\nt|');
});

test('text is deleted by letters, words and to the ends of the line', () => {
  expect(after('a👩‍🚀|', 'backspace')).toBe('a|');
  expect(after('|', 'backspace')).toBe('|');
  expect(after('a\n|b', 'backspace')).toBe('a|b');
  expect(after('|ab', 'delete')).toBe('|b');
  expect(after('one two |', 'deleteWord')).toBe('one |');
  expect(after('see a.b/c|', 'deleteWord')).toBe('see |');
  expect(after('see a b/c|', 'deleteWordBefore')).toBe('see a b/|');
  expect(after('one| two, three', 'deleteWordAfter')).toBe('one|, three');
  expect(after('x\none| two', 'deleteToStart')).toBe('x\n| two');
  expect(after('one| two\nx', 'deleteToEnd')).toBe('one|\nx');
  expect(after('one|\nx', 'deleteToEnd')).toBe('one|x');
  expect(after('one|', 'newline')).toBe('one\n|');
});

test('if graphemes merge, the cursor is after the merged one', () => {
  expect(shown(insert(deskOf('|\u0301x').composer, 'a'))).toBe('a\u0301|x');
  expect(after('a|\n\u0301x', 'delete')).toBe('a\u0301|x');
  expect(shown(insert(deskOf('🇩🇪|🇫🇷').composer, '🇫'))).toBe('🇩🇪🇫🇫|🇷');
});

test('letters are transposed, and words change case', () => {
  expect(after('teh|', 'transpose')).toBe('the|');
  expect(after('t|he', 'transpose')).toBe('ht|e');
  expect(after('|ab', 'transpose')).toBe('|ab');
  expect(after('a\nb|', 'transpose')).toBe('a\nb|');
  expect(after('a👩‍🚀|', 'transpose')).toBe('👩‍🚀a|');
  expect(after('one| two three', 'upperWord')).toBe('one TWO| three');
  expect(after('|ONE', 'lowerWord')).toBe('one|');
  expect(after('|one TWO', 'capitalWord', 'capitalWord')).toBe('One TWO|');
});

test('cut text is pasted: consecutive cuts as one piece, then older pieces', () => {
  expect(after('one two three|', 'deleteWord', 'deleteWord', 'yank')).toBe('one two three|');
  expect(after('one| two', 'deleteToEnd', 'home', 'yank')).toBe(' two|one');
  expect(after('a b| c', 'deleteToEnd', 'deleteToStart', 'yank')).toBe('a b c|');
  const twice = apply(deskOf('one two|'), 'deleteWord', 'left', 'deleteToStart', 'yank');
  expect(shown(twice.composer)).toBe('one| ');
  expect(shown(apply(twice, 'yankPop').composer)).toBe('two| ');
  expect(shown(apply(twice, 'yankPop', 'yankPop').composer)).toBe('one| ');
  expect(shown(apply(twice, 'left', 'yankPop').composer)).toBe('on|e ');
  expect(apply(deskOf('x|'), 'yank', 'yankPop').composer.text).toBe('x');
  expect(shown(apply(twice, 'yankPop', 'undo').composer)).toBe('| ');
});

test('undo reverts a word, consecutive deletions or a paste at a time; typing clears redo', () => {
  const typed = [...'one two'].reduce(insert, emptyComposer);
  expect(edited(typed, 'undo').text).toBe('one ');
  expect(edited(typed, 'undo', 'undo').text).toBe('');
  expect(edited(typed, 'undo', 'undo', 'undo', 'redo', 'redo').text).toBe('one two');
  expect(edited(typed, 'backspace', 'backspace', 'undo').text).toBe('one two');
  expect(edited(typed, 'clear', 'undo').text).toBe('one two');
  expect(edited(insert(edited(typed, 'undo'), 'x'), 'redo').text).toBe('one x');
  expect(edited(paste(typed, ' three'), 'undo').text).toBe('one two');
  expect(shown(edited(insert(edited(typed, 'left'), 'x'), 'undo'))).toBe('one tw|o');
});

test('up recalls sent messages, and down the draft', () => {
  let composer = sent(insert(emptyComposer, 'first'));
  composer = sent(insert(composer, 'second'));
  composer = edited(insert(composer, 'draft'), 'up', 'up');
  expect(composer.text).toBe('first');
  composer = edited(composer, 'down', 'down');
  expect(composer.text).toBe('draft');
  expect(edited(composer, 'down').text).toBe('draft');
});

test('a long paste is one placeholder, sent in full, and expanded on request', () => {
  const long = Array.from({ length: 214 }, (_, i) => `line ${i}`).join('\n');
  const composer = insert(paste(insert(emptyComposer, 'see '), long), ' ok');
  expect(lettersOf(composer.text)).toHaveLength(8);
  expect(fullText(composer)).toBe(`see ${long} ok`);
  expect(fullText(edited(composer, 'left', 'left', 'left', 'backspace'))).toBe('see  ok');
  expect(fullText(edited(composer, 'left', 'left', 'left', 'deleteWordBefore'))).toBe('see  ok');
  expect(fullText(edited(composer, 'deleteToStart', 'yank'))).toBe(`see ${long} ok`);
  expect(edited(composer, 'showPasted').text).toBe(`see ${long} ok`);
  expect(edited(composer, 'showPasted', 'undo').text).toBe(composer.text);
  expect(sent(composer).sent).toEqual([`see ${long} ok`]);
});

const texts = ['👩‍🚀', 'e\u0301', '\u0301', 'word ', '\n', '漢', '🇩🇪', '🇫', 'a', 'x'.repeat(900)];
const steps = fc.array(
  fc.oneof(
    fc.constantFrom(...editNames),
    fc.constantFrom(...texts).map((typed) => ({ typed })),
    fc.constantFrom(...texts).map((pasted) => ({ pasted })),
  ),
  { maxLength: 40 },
);
type Step = Edit | { typed: string } | { pasted: string };

function take(system: EditorState, step: Step): EditorState {
  if (typeof step === 'string') return applyEdit(system, step);
  const { composer } = system;
  return { ...system, composer: 'typed' in step ? insert(composer, step.typed) : paste(composer, step.pasted) };
}
const play = (all: readonly Step[]) => all.reduce(take, { composer: emptyComposer, killRing: [] });

test('the cursor is never inside a grapheme, after any edits', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { text, cursor } = play(all).composer;
      const stops = [0];
      for (const letter of lettersOf(text)) stops.push((stops.at(-1) ?? 0) + letter.length);
      expect(stops).toContain(cursor);
    }),
  );
});

test('undoing and redoing any edits changes nothing', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { composer } = play(all);
      const n = composer.past.length;
      const back = Array.from({ length: n }, () => 'undo' as const);
      const forth = Array.from({ length: n }, () => 'redo' as const);
      expect(edited(composer, ...back).text).toBe('');
      expect(shown(edited(composer, ...back, ...forth))).toBe(shown(composer));
    }),
  );
});

test('moving loses no text, and cutting removes exactly the cut text', () => {
  const moves: readonly Edit[] = ['left', 'right', 'wordLeft', 'wordRight', 'home', 'end'];
  const cuts: readonly Edit[] = ['deleteWord', 'deleteWordBefore', 'deleteWordAfter', 'deleteToStart', 'deleteToEnd'];
  fc.assert(
    fc.property(steps, fc.constantFrom(...moves), fc.constantFrom(...cuts), (all, move, cut) => {
      const system = take(play(all), move);
      expect(system.composer.text).toBe(play(all).composer.text);
      const without = apply(system, cut);
      if (without.composer.text === system.composer.text) return;
      // A mark can combine with the grapheme before the cut, and the pasted text then follows it.
      const units = (composer: Composer) => [...fullText(composer)].sort().join('');
      expect(units(apply(without, 'yank').composer)).toBe(units(system.composer));
    }),
  );
});
