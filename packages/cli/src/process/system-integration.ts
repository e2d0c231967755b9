import { spawn } from 'node:child_process';
import { safeUrl } from '@securechat/client';
import { err, ok, type Result } from '@securechat/protocol';
import { foreignVariables } from './foreign-variables.ts';

/** What the chat asks of the machine that its user sits at. Errors are sentences. */
export type SystemIntegration = {
  /** Opens an address in the user's browser. */
  open(url: string): Promise<Result<void, string>>;
  /** Puts a text on the clipboard of the machine where the terminal is. */
  copy(text: string): Result<void, string>;
};

/** Where there is no terminal that could pass anything on. */
export const noSystemIntegration: SystemIntegration = {
  open: async () => err('Links cannot be opened here.'),
  copy: () => err('No clipboard is available here.'),
};

type Variables = Readonly<Record<string, string | undefined>>;

/** The program that opens an address here, with what stands before the address. `undefined` where nobody could see a browser. */
export function openerOf(platform: NodeJS.Platform, variables: Variables): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open'];
  // Not `start`: that is a shell's, which an address could give orders to.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  const { DISPLAY, WAYLAND_DISPLAY, BROWSER } = variables;
  return DISPLAY || WAYLAND_DISPLAY || BROWSER ? ['xdg-open'] : undefined;
}

/** Opens addresses in the browser of the desktop that these variables tell of. */
export function openInBrowser(variables: Variables): SystemIntegration['open'] {
  return async (url) => {
    // Whoever asks: nothing but an address of the web becomes an argument of a program.
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
