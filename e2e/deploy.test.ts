import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lacks, root } from './support/tools.ts';

test.skipIf(lacks('systemd-analyze'))('the systemd unit’s exposure is what the docs say, and below 3', () => {
  const unit = join(root, 'deploy/securechat.service');
  const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', unit], {
    encoding: 'utf8',
  });
  const exposure = Number(/exposure level[^:]*: ([\d.]+)/.exec(stdout)?.[1]);
  expect(exposure).toBeLessThan(3);
  expect(readFileSync(join(root, 'docs/operating.md'), 'utf8')).toContain(`exposure ${exposure} of 10`);
});
