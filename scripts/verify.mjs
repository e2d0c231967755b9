// `npm test`: builds, runs the other checks two at a time, and then every test. A failure is printed first; the last line is the count.
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The longest first. */
const checks = [
  ['format and lint (biome)', 'lint'],
  ['types', 'typecheck'],
  ['dependency rules', 'depcruise'],
  ['dead code (knip)', 'knip'],
  ['generated docs', 'docs:check'],
];

let passed = 0;
const failures = [];
async function check(name, script) {
  const startedMs = Date.now();
  try {
    await promisify(execFile)('npm', ['run', '--silent', script], { maxBuffer: 64 * 1024 * 1024 });
    passed++;
    console.log(`ok      ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
  } catch (failed) {
    failures.push(name);
    console.log(`FAILED: ${name}\n${`${failed.stdout ?? ''}${failed.stderr ?? ''}` || failed.message}`);
  }
}
async function checkAll() {
  for (let next = checks.shift(); next; next = checks.shift()) await check(...next);
}
await check('build', 'build');
await Promise.all([checkAll(), checkAll()]);

const report = join(tmpdir(), `securechat-tests-${process.pid}.json`);
const tests = spawnSync('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], {
  stdio: 'inherit',
});
const counts = { passed: 0, failed: 0, skipped: 0 };
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  counts.passed = result.numPassedTests;
  counts.failed = result.numFailedTests;
  counts.skipped = result.numPendingTests + result.numTodoTests;
  rmSync(report);
} catch {
  failures.push('the test runner wrote no report');
}
if (tests.status !== 0 && counts.failed === 0) failures.push('the test runner');
const skipsFail = process.env.SECURECHAT_NO_SKIPS === '1' && counts.skipped > 0;
if (skipsFail) failures.push(`${counts.skipped} tests were skipped, and SECURECHAT_NO_SKIPS=1 forbids it`);
for (const name of failures) console.log(`FAILED: ${name}`);
console.log(`${passed + counts.passed} passed, ${failures.length + counts.failed} failed, ${counts.skipped} skipped`);
process.exit(failures.length + counts.failed === 0 ? 0 : 1);
