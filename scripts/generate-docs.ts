// Writes the generated pages of docs/. With --check it writes nothing, and exits 1 if a page is out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { groups, keyTable } from '../packages/cli/src/chat/keys/bindings.ts';
import { exitCodes } from '../packages/cli/src/process/exit-codes.ts';
import { roomSettingRows, settingRows } from '../packages/cli/src/settings/table.ts';
import { renderConfigDocs } from '../packages/server/src/options.ts';
import { renderExitCodesPage } from './docs/exit-codes-page.ts';
import { renderKeysPage } from './docs/keys-page.ts';
import { renderPermissionsPage } from './docs/permissions-page.ts';
import { renderProtocolPage } from './docs/protocol-page.ts';
import { renderSettingsPage } from './docs/settings-page.ts';

const root = new URL('../', import.meta.url);

const pages: readonly (readonly [string, string])[] = [
  ['docs/protocol.md', renderProtocolPage()],
  ['docs/configuration.md', renderConfigDocs()],
  ['docs/settings.md', renderSettingsPage(settingRows, roomSettingRows)],
  ['docs/keys.md', renderKeysPage(groups, keyTable)],
  ['docs/permissions.md', renderPermissionsPage()],
  ['docs/exit-codes.md', renderExitCodesPage(exitCodes)],
];

const check = process.argv.includes('--check');
let stale = 0;
for (const [path, text] of pages) {
  const file = new URL(path, root);
  const wanted = `${text.trimEnd()}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === wanted) continue;
  if (check) {
    stale++;
    console.error(`${path} is stale: run \`npm run docs\` and commit it.`);
  } else {
    writeFileSync(file, wanted);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
