/**
 * The code of an invite, given alone or in a whole link as the server prints it (`securechat://…/#pin=…&invite=…`, or the page's
 * address). Empty if a link contains none.
 */
export function inviteCodeOf(given: string): string {
  const text = given.trim();
  const [, ...rest] = text.split('#');
  const tail = rest.length > 0 ? rest.join('#') : text;
  const code = new URLSearchParams(tail).get('invite');
  if (code !== null) return code.trim();
  return /[#/=]/.test(text) ? '' : text;
}
