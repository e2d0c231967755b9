/** A sentence with its full stop; a text that ends with one, or with another end of a sentence, gets none. */
export function asSentence(sentence: string): string {
  return /[.!?…。！？]['"”’)\]]*$/u.test(sentence) ? sentence : `${sentence}.`;
}
