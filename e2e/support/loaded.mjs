// Preloaded into a client: at its end, writes which files and which of Node's own modules it has loaded to the file in LOADED_TO.
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const before = new Set(process.moduleLoadList);
const files = [];
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) files.push(url);
    return next(url, context);
  },
});
process.on('exit', () => {
  const builtins = process.moduleLoadList.filter((name) => !before.has(name));
  writeFileSync(process.env.LOADED_TO, JSON.stringify({ files, builtins }));
});
