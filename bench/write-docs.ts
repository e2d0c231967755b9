// `npm run bench:docs`: writes the figures of bench/results into docs/performance.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  markdownOf,
  markdownOfTerminal,
  type StoredReport,
  type TerminalFigures,
  withFigures,
} from './support/markdown.ts';

const page = new URL('../docs/performance.md', import.meta.url);
const results = new URL('./results/', import.meta.url);

function figuresOf(name: string): string | undefined {
  const file = new URL(`${name}.json`, results);
  if (!existsSync(file)) return undefined;
  // Our own files, written by `npm run bench` and `npm run bench:tui`.
  const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return name === 'tui' ? markdownOfTerminal(stored as TerminalFigures) : markdownOf(stored as StoredReport);
}

writeFileSync(page, withFigures(readFileSync(page, 'utf8'), figuresOf));
