import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Canvas, type CanvasKind, type CanvasSize, type Clip, rowCache } from './row-cache.ts';

const { default: Plain } = (await import(new URL('./output.js', import.meta.resolve('ink')).href)) as {
  default: CanvasKind;
};

type Write = { readonly x: number; readonly y: number; readonly text: string; readonly bold: boolean };
type Op = Write | { readonly within: Clip; readonly ops: readonly Write[] };
type Frame = { readonly size: CanvasSize; readonly ops: readonly Op[] };

const bold = (line: string) => (line === '' ? line : `\u001b[1m${line}\u001b[22m`);

function write(canvas: Canvas, op: Op): void {
  if ('within' in op) {
    canvas.clip(op.within);
    for (const inner of op.ops) write(canvas, inner);
    canvas.unclip();
  } else {
    // As Ink does: a new function for each text and frame.
    canvas.write(op.x, op.y, op.text, { transformers: [(line) => (op.bold ? bold(line) : line)] });
  }
}

function drawnBy(Kind: CanvasKind, { size, ops }: Frame) {
  const canvas = new Kind(size);
  for (const op of ops) write(canvas, op);
  const { width, height } = canvas;
  return { ...canvas.get(), width, height };
}

const texts = fc.constantFrom(
  'hello',
  'hello there, this is rather long for a pane',
  ' ',
  '日本語のテキスト',
  'a👩‍👩‍👧‍👦b👍🏽',
  'e\u0301a\u0308 مرحبا',
  '\u001b[31mred\u001b[39m and not',
  '\u001b[32mgreen\nand on\u001b[39m\nand off',
  'green\nand on\nand off',
  '│\n│\n│\n│\n│\n│',
  '\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007',
);
const writes = fc.record({
  x: fc.integer({ min: -2, max: 22 }),
  y: fc.integer({ min: -2, max: 8 }),
  text: texts,
  bold: fc.boolean(),
});
const bound = { min: 0, max: 20 };
const clips: fc.Arbitrary<Clip> = fc.record(
  { x1: fc.integer(bound), x2: fc.integer(bound), y1: fc.integer(bound), y2: fc.integer(bound) },
  { requiredKeys: [] },
);
const ops: fc.Arbitrary<Op> = fc.oneof(writes, fc.record({ within: clips, ops: fc.array(writes, { maxLength: 4 }) }));
const sizes = fc.constantFrom({ width: 20, height: 8 }, { width: 13, height: 8 }, { width: 20, height: 3 });
/** Changes between frames: one item changes, one is added, or everything changes, possibly with another size. */
const steps = fc.oneof(
  fc.record({
    at: fc.nat(5),
    change: fc.oneof(...(['x', 'y', 'text', 'bold'] as const).map((name) => writes.map((w) => ({ [name]: w[name] })))),
  }),
  fc.record({ at: fc.nat(5), within: clips }),
  fc.record({ at: fc.nat(5), op: ops }),
  fc.record({ size: sizes }),
  fc.record({ all: fc.array(ops, { minLength: 3, maxLength: 6 }) }),
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;

function changed(op: Op, step: Step): Op {
  if ('within' in op) return 'within' in step ? { ...op, within: step.within } : op;
  return 'change' in step ? { ...op, ...step.change } : op;
}

function next(frame: Frame, step: Step): Frame {
  if ('all' in step) return { ...frame, ops: step.all };
  if ('size' in step) return { ...frame, size: step.size };
  if ('op' in step) return { ...frame, ops: frame.ops.toSpliced(step.at, 1, step.op) };
  return { ...frame, ops: frame.ops.map((op, i) => (i === step.at ? changed(op, step) : op)) };
}

describe('cached rows', () => {
  test('are the same as Ink draws, whatever changes between frames', () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 4, maxLength: 16 }), (changes) => {
        const Cached = rowCache(Plain);
        let frame: Frame = { size: { width: 20, height: 8 }, ops: [] };
        for (const change of changes) {
          frame = next(frame, change);
          expect(drawnBy(Cached, frame)).toEqual(drawnBy(Plain, frame));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('are not used below a line whose style continues', () => {
    const Cached = rowCache(Plain);
    const [plain, styled] = ['one\ntwo\nsame\nsame', 'one\n\u001b[32mtwo\nsame\nsame'];
    const beneath = '\u001b[32mtwo\nsame';
    for (const [y, text] of [
      [0, plain],
      [0, styled],
      [1, beneath],
      [-1, plain],
      [0, 'same\n\u001b[32m\nsame'],
      [-2, 'same\n\u001b[32m\nsame'],
    ] as const) {
      const frame = { size: { width: 20, height: 8 }, ops: [{ x: 0, y, text, bold: false }] };
      expect(drawnBy(Cached, frame)).toEqual(drawnBy(Plain, frame));
    }
  });

  test('are not drawn again', () => {
    const asked: number[] = [];
    class Counted extends Plain {
      constructor(size: CanvasSize) {
        super(size);
        asked.push(size.height);
      }
    }
    const Cached = rowCache(Counted);
    const size = { width: 20, height: 8 };
    const rows = Array.from({ length: 8 }, (_, y) => ({ x: 0, y, text: `row ${y}`, bold: false }));
    drawnBy(Cached, { size, ops: rows });
    drawnBy(Cached, { size, ops: rows.with(3, { x: 0, y: 3, text: 'typed', bold: false }) });
    expect(asked).toEqual([8, 1]);
  });
});
