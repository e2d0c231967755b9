import { dictionary } from '@zxcvbn-ts/language-common';

let common: ReadonlySet<string> | undefined;

/** Whether a password, in lower case, is among the fifty thousand most common (NIST 800-63B-4). The list is loaded on first use. */
export function isCommonPassword(password: string): boolean {
  common ??= new Set(dictionary['passwords-common']);
  return common.has(password) || common.has(password.replace(/\d+$/, '')) || isSum(password, common);
}

/** Two common passwords joined: `passwordpassword1` is no stronger than its halves. */
function isSum(password: string, known: ReadonlySet<string>): boolean {
  for (let cut = 3; cut <= password.length - 3; cut++) {
    if (known.has(password.slice(0, cut)) && known.has(password.slice(cut))) return true;
  }
  return false;
}
