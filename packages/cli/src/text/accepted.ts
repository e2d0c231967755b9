import { stripVTControlCharacters } from 'node:util';
import { withoutRefused } from '@securechat/protocol/text';

/** Private code points that stand for long pasted texts in the composer. */
const standIns = /[\u{e0200}-\u{e0fff}]/gu;

/**
 * Typed or pasted text, nearly unchanged: joiners, selectors, direction marks and soft hyphens are part of many scripts. Only escape
 * sequences (the colours of copied output), characters that every server refuses and placeholders of the composer are removed.
 */
export function accepted(text: string): string {
  return withoutRefused(stripVTControlCharacters(text)).replace(standIns, '');
}
