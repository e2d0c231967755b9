import { spawn } from 'node:child_process';
import { safeUrl } from '@securechat/client';
import { err, ok, type Result } from '@securechat/protocol';
import { foreignVariables } from './foreign-variables.ts';

/** What the chat asks of the user's desktop. Errors are sentences. */
export type SystemIntegration = {
  /** Opens an address in the user's browser. */
  open(url: string): Promise<Result<void, string>>;
  /** Puts a text on the clipboard of the machine on which the terminal runs. */
  copy(text: string): Result<void, string>;
};

/** For runs without a terminal. */
export const noSystemIntegration: SystemIntegration = {
  open: async () => err('Links cannot be opened here.'),
  copy: () => err('No clipboard is available here.'),
};

type Variables = Readonly<Record<string, string | undefined>>;

/** The program that opens an address, with its leading arguments. `undefined` if no browser could be visible to the user. */
export function openerOf(platform: NodeJS.Platform, variables: Variables): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open'];
  // Not `start`: it is a shell built-in, which would interpret the address.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  const { DISPLAY, WAYLAND_DISPLAY, BROWSER } = variables;
  return DISPLAY || WAYLAND_DISPLAY || BROWSER ? ['xdg-open'] : undefined;
}

/** Opens addresses in the browser of the desktop that these variables describe. */
export function openInBrowser(variables: Variables): SystemIntegration['open'] {
  return async (url) => {
    // Only a web address becomes an argument of a program, whoever calls this.
    const address = safeUrl(url);
    if (address === undefined) return err('Only http and https addresses are opened.');
    const opener = openerOf(process.platform, variables);
    if (!opener) return err('No desktop to open the link on. /copy puts it on your clipboard.');
    const [program, ...before] = opener;
    const child = spawn(program, [...before, address], {
      stdio: 'ignore',
      detached: true,
      env: foreignVariables(variables),
    });
    return await new Promise((resolve) => {
      child.once('error', () => resolve(err(`${program} could not be started. /copy puts it on your clipboard.`)));
      child.once('spawn', () => {
        child.unref();
        resolve(ok(undefined));
      });
    });
  };
}
