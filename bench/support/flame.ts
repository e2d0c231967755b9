import { escaped } from './chart.ts';
import { type Call, type CallFrame, placeOf } from './profile.ts';

const width = 1400;
const rowHeight = 17;
/** A narrower box cannot be pointed at. */
const minWidth = 0.7;
/** Width of a letter of the font, by which names are cut. */
const letterWidth = 6.6;

/** A colour for our code, the libraries', Node's own, and what is no function, such as garbage collection. */
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

/** A flame chart of a call tree: callers above, callees below, width for time. Hovering shows names. */
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
