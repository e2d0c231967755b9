import { stripVTControlCharacters } from 'node:util';
import { withoutRefused } from '@securechat/protocol/text';

/** Code points without a meaning in Unicode, which stand for long pasted texts in the composer. */
const standIns = /[\u{e0200}-\u{e0fff}]/gu;

/**
 * What a user typed or pasted, as it is: joiners, selectors, direction marks and soft hyphens are part of many scripts. Only escape
 * sequences (the colours of copied output) and characters that every server refuses are left out, and those that stand for something else in the composer.
 */
export function accepted(text: string): string {
  return withoutRefused(stripVTControlCharacters(text)).replace(standIns, '');
}
