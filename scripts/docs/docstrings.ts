/** A declaration with its docstring. */
export type Described = { readonly name: string; readonly text: string; readonly code: string };

const blocks = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\n((?:.|\n)*?)(?=\n\s*\/\*\*|$)/g;

// A reference to an entry of some list, such as (D14), means nothing to a reader of the page. (G1) to (G7) are explained there.
const pointers = / \((?:[A-FH-Z]\d+(?:[,;] )?)+\)/g;

function plain(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, '').trim())
    .join(' ')
    .replace(pointers, '')
    .trim();
}

/** The exported constants of a source file with the comments before them; `code` is the declaration's own text. */
export function describedExports(source: string): readonly Described[] {
  const found: Described[] = [];
  for (const match of source.matchAll(
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const (\w+)([\s\S]*?;\n)(?=\n|export|const|\/\*\*|$)/g,
  )) {
    found.push({ name: match[2] ?? '', text: plain(match[1] ?? ''), code: match[3] ?? '' });
  }
  return found;
}

/** The fields of an object's source text that have a comment of their own, by name. */
export function describedFields(code: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const match of code.matchAll(blocks)) {
    const name = /^\s*(\w+)\s*[:,]/.exec(match[2] ?? '')?.[1];
    if (name !== undefined) found[name] = plain(match[1] ?? '');
  }
  return found;
}

/** The fields with comments of the constants in `source` that an object's source text spreads. */
export function spreadFields(code: string, source: string): Readonly<Record<string, string>> {
  const spread = [...code.matchAll(/\.\.\.(\w+)/g)].map(([, name]) => name);
  const bodies = spread.map(
    (name) => new RegExp(`^(?:export )?const ${name} = \\{([\\s\\S]*?)\\};`, 'm').exec(source)?.[1] ?? '',
  );
  return Object.assign({}, ...bodies.map(describedFields));
}

export type FrameText = {
  readonly type: string;
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
};

/** The frames a source file defines, with their docstrings. A frame is an exported object whose `type` is a literal. */
export function describedFrames(source: string): readonly FrameText[] {
  return describedExports(source).flatMap(({ text, code }) => {
    const type = /type: v\.literal\('([^']+)'\)/.exec(code)?.[1];
    return type === undefined ? [] : [{ type, text, fields: describedFields(code) }];
  });
}
