import { limits } from '@securechat/protocol/limits';

const shortest = 2;

/** The rule for user names, as a sentence. */
export const userNameRule = `User names have ${shortest}–${limits.userName} characters: a–z, 0–9, _ and -, starting with a letter or digit.`;

const pattern = new RegExp(`^[a-z0-9][a-z0-9_-]{${shortest - 1},${limits.userName - 1}}$`);

/** Whether a text is a valid user name by the rule that the server applies. */
export function isUserName(text: string): boolean {
  return pattern.test(text);
}
