import { limits } from '@securechat/protocol/limits';

const shortest = 2;

/** What a user name looks like, as a sentence. */
export const userNameRule = `User names have ${shortest}–${limits.userName} characters: a–z, 0–9, _ and -, starting with a letter or digit.`;

const pattern = new RegExp(`^[a-z0-9][a-z0-9_-]{${shortest - 1},${limits.userName - 1}}$`);

/** Whether a text has the form of a user name, as the server will check it. */
export function isUserName(text: string): boolean {
  return pattern.test(text);
}
