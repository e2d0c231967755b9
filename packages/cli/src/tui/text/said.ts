/** What makes a message an action of its author (`/me waves`): its first letters; nothing where it is a message like others. */
export function actionOf(text: string): string | undefined {
  return /^\/me (?=.)/su.exec(text)?.[0];
}

/** Sets further lines in, so that nobody can write a line that looks like another's. */
export function setIn(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
