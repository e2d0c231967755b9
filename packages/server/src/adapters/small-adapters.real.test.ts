import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventId, sessionId } from '@securechat/protocol/ids';
import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import { inviteCode, newInvite } from './invite-codes.ts';
import { createJsonLog } from './json-log.ts';
import { randomIds } from './random-ids.ts';
import { systemClock } from './system-clock.ts';

describe('random ids', () => {
  test('fit the protocol and do not repeat', () => {
    const tokens = new Set(Array.from({ length: 10_000 }, randomIds.token));
    expect(tokens.size).toBe(10_000);
    for (const token of [...tokens].slice(0, 100)) expect(token).toMatch(/^sct_[A-Za-z0-9_-]{49}$/);
    const pepper = Buffer.alloc(32, 7);
    for (let i = 0; i < 500; i++) {
      const { id, code } = newInvite(pepper);
      expect(code).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
      expect(inviteCode(pepper, id)).toBe(code);
      expect(inviteCode(Buffer.alloc(32, 8), id)).not.toBe(code);
    }
    expect(v.is(eventId, randomIds.eventId())).toBe(true);
    expect(v.is(sessionId, randomIds.sessionId())).toBe(true);
    expect(randomIds.digest('abc').length).toBe(32);
  });
});

describe('system clock', () => {
  test('runs later, never when cancelled, and not immediately when months away', () => {
    vi.useFakeTimers();
    try {
      const ran: string[] = [];
      systemClock.after(10, () => ran.push('soon'));
      systemClock.after(10, () => ran.push('never'))();
      const ninetyDaysMs = 90 * 24 * 60 * 60 * 1000;
      systemClock.after(ninetyDaysMs, () => ran.push('late'));
      const cancel = systemClock.after(ninetyDaysMs, () => ran.push('never'));
      vi.advanceTimersByTime(ninetyDaysMs - 1);
      expect(ran).toEqual(['soon']);
      cancel();
      vi.advanceTimersByTime(1);
      expect(ran).toEqual(['soon', 'late']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('json log', () => {
  const path = join(tmpdir(), `securechat-log-${process.pid}`);
  const logged = (level: string, use: (log: ReturnType<typeof createJsonLog>) => void): string[] => {
    const fd = openSync(path, 'w');
    use(createJsonLog({ level, fd }));
    closeSync(fd);
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    rmSync(path);
    return lines;
  };

  test('one JSON line per record at or above the level, with control characters escaped', () => {
    const lines = logged('info', (log) => {
      log.debug('not this');
      log.info('started', { port: 1 });
      log.warn('odd name', { name: 'a\u001b]0;x\u0007\nb' });
    });
    expect(lines.length).toBe(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, msg: 'started', port: 1 });
    expect(lines[1]).not.toContain('\u001b');
  });

  test('redacts fields named like a secret', () => {
    const lines = logged('debug', (log) =>
      log.error('oops', { token: 'canary', frame: { password: 'canary', text: 'canary' }, user: 'ada' }),
    );
    expect(lines[0]).not.toContain('canary');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ token: '[secret]', user: 'ada' });
  });
});
