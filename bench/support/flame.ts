import { escaped } from './chart.ts';
import { type Call, type CallFrame, placeOf } from './profile.ts';

const width = 1400;
const rowHeight = 17;
/** Narrower than this nobody could point at it. */
const minWidth = 0.7;
/** A letter of the font, so that names are cut where they end. */
const letterWidth = 6.6;

/** Ours, the libraries', Node's own, and what is no function: collecting garbage, or V8 itself. */
function colourOf({ url }: CallFrame): string {
  if (url === '') return '#e9b872';
  if (url.startsWith('node:')) return '#c3cad3';
  return url.includes('/node_modules/') ? '#a9cfa4' : '#8db8e0';
}

function box(call: Call, at: { x: number; y: number; width: number }, all: number): string {
  const name = call.frame.functionName || '(anonymous)';
  const share = `${((call.totalUs / all) * 100).toFixed(1)} %`;
  const letters = Math.floor((at.width - 4) / letterWidth);
  const text =
    letters < 3 ? '' : `<text x="${(at.x + 2).toFixed(1)}" y="${at.y + 12}">${escaped(name.slice(0, letters))}</text>`;
  return [
    `<g><title>${escaped(`${name} ${placeOf(call.frame)}: ${share}, itself ${((call.selfUs / all) * 100).toFixed(1)} %`)}</title>`,
    `<rect x="${at.x.toFixed(1)}" y="${at.y}" width="${at.width.toFixed(1)}" height="${rowHeight - 1}" fill="${colourOf(call.frame)}"/>`,
    `${text}</g>`,
  ].join('');
}

/** A flame chart of a tree of calls: who called above, what was called below, the wider the longer. Names show where one points. */
export function flameChart(title: string, root: Call): string {
  const boxes: string[] = [];
  let deepest = 0;
  const draw = (call: Call, x: number, depth: number) => {
    const wide = (call.totalUs / root.totalUs) * width;
    if (wide < minWidth) return;
    deepest = Math.max(deepest, depth);
    boxes.push(box(call, { x, y: 56 + depth * rowHeight, width: wide }, root.totalUs));
    let left = x;
    for (const each of [...call.calls].sort((a, b) => b.totalUs - a.totalUs)) {
      draw(each, left, depth + 1);
      left += (each.totalUs / root.totalUs) * width;
    }
  };
  draw(root, 0, 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 20}" height="${56 + (deepest + 2) * rowHeight}" font-family="monospace" font-size="11" fill="#111">`,
    `<title>${escaped(title)}</title>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    '<g transform="translate(10,0)">',
    `<text x="0" y="20" font-size="15" font-weight="bold">${escaped(title)}</text>`,
    '<text x="0" y="40">blue: ours · green: libraries · grey: Node · sand: the system, V8, garbage · time in which the thread waited is left out</text>',
    ...boxes,
    '</g></svg>\n',
  ].join('\n');
}
