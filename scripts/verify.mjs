// `npm test`: runs every check and every test in turn. A failure is printed first; the last line is the count.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const checks = [
  ['build', 'build'],
  ['types', 'typecheck'],
  ['format and lint (biome)', 'lint'],
  ['dependency rules', 'depcruise'],
  ['dead code (knip)', 'knip'],
  ['generated docs', 'docs:check'],
];

let passed = 0;
const failures = [];
for (const [name, script] of checks) {
  const startedMs = Date.now();
  const run = spawnSync('npm', ['run', '--silent', script], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (run.status === 0) {
    passed++;
    console.log(`ok      ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
  } else {
    failures.push(name);
    console.log(`FAILED: ${name}\n${run.stdout ?? ''}${run.stderr ?? ''}${run.error ?? ''}`);
  }
}

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
