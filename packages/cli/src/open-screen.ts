import type { OpenScreen } from './commands/chat.ts';
import { editorOf } from './process/editor.ts';
import { exitCode } from './process/exit-codes.ts';
import { themeOf, themes } from './screen/theme.ts';
import { themeFor } from './screen/theme-choice.ts';
import { isThemeName } from './settings/table.ts';
import { runTui, type TuiOptions } from './terminal/run.tsx';
import { watchTerminal } from './terminal/terminal-watcher.ts';

/** The chosen theme, or the default one for the terminal's background. */
function looksFor(
  { env: { variables }, out: { colour } }: Parameters<OpenScreen>[0],
  wanted: string,
  file: Parameters<OpenScreen>[2],
): TuiOptions['themeOn'] {
  const chosen = isThemeName(wanted) ? themes[wanted] : file && themeOf(file);
  if (chosen && colour) return () => chosen;
  return (background) => themes[themeFor({ variables, colour, background })];
}

/** The full-screen chat on this process's terminal. Loaded on demand: drawing takes more code than everything else. */
export const openScreen: OpenScreen = async (run, options, themeFile) => {
  const { interrupted, variables } = run.env;
  // Ctrl-C was pressed while the chat was loading.
  if (interrupted.aborted) return { exitCode: exitCode('interrupted') };
  const { theme, editor } = options.settings;
  const themeOn = looksFor(run, theme, themeFile);
  return await runTui({ ...options, editor: editor || editorOf(variables), themeOn, watch: watchTerminal });
};
