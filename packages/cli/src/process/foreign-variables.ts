/** The environment for other programs, such as an editor or a browser: without SecureChat's variables, which may contain a session token. */
export function foreignVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('SECURECHAT_')));
}
