import { table } from './table.ts';

type ExitCode = { readonly name: string; readonly code: number; readonly when: string };

/** The page of the exit codes of `securechat`, generated from their table. */
export function renderExitCodesPage(codes: readonly ExitCode[]): string {
  const rows = codes.map(({ code, name, when }) => [String(code), `\`${name}\``, when]);
  return `# Exit codes of \`securechat\`

Generated from \`packages/cli/src/process/exit-codes.ts\` by \`npm run docs\`. Codes never change their meaning; scripts can rely on them.

${table(['code', 'name', 'when'], rows)}
`;
}
