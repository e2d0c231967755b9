import type { Summary } from './compare.ts';
import { short } from './table.ts';

const width = 760;
const left = 190;
const right = 150;
const barHeight = 20;
const gap = 6;

/** Text escaped for SVG. */
export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function bars({ figure, unit, better, by }: Summary, top: number): { svg: string; height: number } {
  const rows = Object.entries(by);
  const most = Math.max(...rows.map(([, { max }]) => max), Number.MIN_VALUE);
  const scale = (value: number) => (Math.max(0, value) / most) * (width - left - right);
  const lines = rows.map(([who, { median, min, max }], i) => {
    const y = top + 28 + i * (barHeight + gap);
    const middle = y + barHeight / 2;
    const fill = who.startsWith('securechat') ? '#1b5e9e' : '#9aa5b1';
    return [
      `<text x="${left - 8}" y="${middle + 4}" text-anchor="end">${escaped(who)}</text>`,
      `<rect x="${left}" y="${y}" width="${scale(median).toFixed(1)}" height="${barHeight}" fill="${fill}"/>`,
      `<line x1="${left + scale(min)}" x2="${left + scale(max)}" y1="${middle}" y2="${middle}" stroke="#111" stroke-width="1.5"/>`,
      `<text x="${left + scale(max) + 8}" y="${middle + 4}">${short(median)}</text>`,
    ].join('\n');
  });
  const title = `<text x="0" y="${top + 16}" font-weight="bold">${escaped(figure)} (${escaped(unit)}; ${better} is better)</text>`;
  return { svg: [title, ...lines].join('\n'), height: 28 + rows.length * (barHeight + gap) + 16 };
}

/** A bar chart of a workload's figures: medians, with a line from the lowest to the highest of the rounds. */
export function chart(title: string, summaries: readonly Summary[]): string {
  let top = 40;
  const parts = summaries.map((summary) => {
    const part = bars(summary, top);
    top += part.height;
    return part.svg;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 20}" height="${top + 10}" font-family="sans-serif" font-size="13" fill="#111">`,
    `<title>${escaped(title)}: medians of the rounds</title>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    '<g transform="translate(10,10)">',
    `<text x="0" y="16" font-size="16" font-weight="bold">${escaped(title)}</text>`,
    ...parts,
    '</g></svg>\n',
  ].join('\n');
}
