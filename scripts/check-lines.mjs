// Refuses files of more than 300 lines: code, tests, styles and pages. Whoever reads one has it in view as a whole.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const maxLines = 300;
const patterns = ['*.ts', '*.tsx', '*.js', '*.mjs', '*.cjs', '*.css', '*.html', '*.sh'];
const options = ['ls-files', '--cached', '--others', '--exclude-standard'];
const files = execFileSync('git', [...options, ...patterns], { encoding: 'utf8' }).split('\n');
for (const file of files.filter(existsSync)) {
  const lines = readFileSync(file, 'utf8').split('\n').length - 1;
  if (lines <= maxLines) continue;
  process.stderr.write(
    `${file}: ${lines} lines, ${maxLines} are allowed. Move what belongs together into a file named after it; what several tests need goes into a testing/ folder.\n`,
  );
  process.exitCode = 1;
}
