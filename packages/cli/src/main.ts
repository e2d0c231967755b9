import process from 'node:process';
import { keepCompiled } from './process/compile-cache.ts';
import { version } from './process/version.ts';

const argv = process.argv.slice(2);
if (argv.length === 1 && ['--version', '-V', '-v', 'version'].includes(argv[0] ?? '')) {
  // Scripts ask for the version often, and loading the whole program would double the time. It handles all other forms.
  process.stdout.on('error', () => process.exit(0));
  process.stdout.write(`${version}\n`);
} else {
  keepCompiled(argv, process.env);
  await import('./start.ts');
}
