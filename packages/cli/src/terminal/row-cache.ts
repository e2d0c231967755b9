/** A rectangle outside which nothing is drawn, in columns and rows; a missing edge is unbounded. */
export type Clip = { readonly x1?: number; readonly x2?: number; readonly y1?: number; readonly y2?: number };
/** Applies the style to a line of text. */
type Transform = (line: string, index: number) => string;
type Written = { readonly transformers: readonly Transform[] };

/** Ink's output for one frame: Ink writes texts at positions, reads the result once, and creates a new one for the next frame. */
export type Canvas = {
  readonly width: number;
  readonly height: number;
  write(x: number, y: number, text: string, written: Written): void;
  /** Clips what is written until `unclip` to this rectangle, within the outer ones. */
  clip(clip: Clip): void;
  unclip(): void;
  get(): { readonly output: string; readonly height: number };
};
export type CanvasSize = { readonly width: number; readonly height: number };
export type CanvasKind = new (size: CanvasSize) => Canvas;

type Op = {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly written: Written;
  readonly clips: readonly Clip[];
};
/** What is drawn in a row, in order: the texts and everything that affects them. Equal marks mean an equal row. */
type Mark = string | number;
type CachedRow = { readonly marks: Mark[]; readonly ops: Op[] };
/** A drawn frame. */
type Drawn = { readonly width: number; readonly marks: readonly (readonly Mark[])[]; readonly rows: readonly string[] };

const same = (a: readonly Mark[], b: readonly Mark[]) => a.length === b.length && a.every((mark, i) => mark === b[i]);

/** Draws some of the operations onto a canvas that starts at the row `top`. */
function drawn(canvas: Canvas, ops: readonly Op[], top: number): string {
  for (const { x, y, text, written, clips } of ops) {
    for (const { x1, x2, y1, y2 } of clips) {
      canvas.clip({
        ...(x1 === undefined ? {} : { x1 }),
        ...(x2 === undefined ? {} : { x2 }),
        ...(y1 === undefined ? {} : { y1: y1 - top }),
        ...(y2 === undefined ? {} : { y2: y2 - top }),
      });
    }
    canvas.write(x, y - top, text, written);
    for (const _ of clips) canvas.unclip();
  }
  return canvas.get().output;
}

/**
 * A canvas that reuses unchanged rows of the previous frame. Ink's own one allocates an object and some strings for each cell of the
 * screen, 2 to 4 MB for a typed character that changes one row.
 */
export function rowCache(Plain: CanvasKind): CanvasKind {
  let before: Drawn | undefined;
  return class implements Canvas {
    readonly width: number;
    readonly height: number;
    readonly #size: CanvasSize;
    readonly #ops: Op[] = [];
    readonly #rows: readonly CachedRow[];
    #clips: readonly Clip[] = [];

    constructor(size: CanvasSize) {
      this.#size = size;
      this.width = size.width;
      this.height = size.height;
      this.#rows = Array.from({ length: size.height }, () => ({ marks: [], ops: [] }));
    }

    write(x: number, y: number, text: string, written: Written): void {
      if (text === '') return;
      const op = { x, y, text, written, clips: this.#clips };
      this.#ops.push(op);
      const where = `${x} ${this.#clips.map(({ x1, x2, y1, y2 }) => `${x1} ${x2} ${y1} ${y2}`).join()}`;
      const lines = text.includes('\n') ? text.split('\n') : [text];
      lines.forEach((line, i) => {
        const row = this.#rows[y + i];
        // A style may continue on the next line, so a row depends on all lines of its texts.
        row?.marks.push(
          where,
          i,
          text,
          written.transformers.reduce((styled, transform) => transform(styled, i), line),
        );
        row?.ops.push(op);
      });
    }

    clip(clip: Clip): void {
      this.#clips = [...this.#clips, clip];
    }

    unclip(): void {
      this.#clips = this.#clips.slice(0, -1);
    }

    get(): { readonly output: string; readonly height: number } {
      const marks = this.#rows.map((row) => row.marks);
      const { width, height } = this.#size;
      const last = before?.width === width ? before : undefined;
      const kept = marks.map((mark, y) => (last?.marks[y] && same(last.marks[y], mark) ? last.rows[y] : undefined));
      const rows = kept.filter((row) => row === undefined).length > height / 2 ? this.#all() : this.#mended(kept);
      before = { width, marks, rows };
      return { output: rows.join('\n'), height: rows.length };
    }

    #all(): readonly string[] {
      return drawn(new Plain(this.#size), this.#ops, 0).split('\n');
    }

    #mended(kept: readonly (string | undefined)[]): readonly string[] {
      const { width } = this.#size;
      return this.#rows.map(({ ops }, y) => kept[y] ?? drawn(new Plain({ width, height: 1 }), ops, y));
    }
  };
}
