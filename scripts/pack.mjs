// `npm run pack [-- FOLDER]`: packs what would be published into packed/ or the given folder, and prints how to install it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const published = ['securechat-server', 'securechat', '@securechat/protocol', '@securechat/client'];
const given = process.argv[2];
const folder = given ?? 'packed';

if (given === undefined) rmSync(resolve(cwd, folder), { recursive: true, force: true });
mkdirSync(resolve(cwd, folder), { recursive: true });
const workspaces = published.flatMap((name) => ['-w', name]);
const pack = ['pack', '--silent', ...workspaces, '--pack-destination', folder];
// On Windows npm is a script, which only a shell can run.
const packed = execFileSync('npm', pack, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
const [server, client, ...libraries] = packed.trim().split(/\r?\n/);
for (const file of [server, client, ...libraries]) console.log(`${folder}/${file}`);
console.log(
  `\nInstall both programs on this machine:\n\n  npm install -g ./${folder}/${server} ./${folder}/${client}\n`,
);
