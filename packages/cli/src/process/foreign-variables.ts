/**
 * The environment for programs that are not ours, such as an editor or a browser: without the variables of SecureChat, one of which
 * may be a session token.
 */
export function foreignVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('SECURECHAT_')));
}
