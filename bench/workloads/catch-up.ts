import type { UserId } from '@securechat/protocol';
import { general, good, member } from '../../e2e/support/member.ts';
import { figure } from '../load/scenario.ts';
import { membersOf } from '../peers/peer.ts';
import { startSecurechat } from '../peers/securechat.ts';
import { comeBack } from '../support/come-back.ts';
import { fill } from '../support/fill.ts';
import { temporaryFolder } from '../support/folder.ts';
import { percentile } from '../support/stats.ts';
import type { Subject, Workload } from '../support/workload.ts';

const away = 100_000;
/** One user who has written everything, one who was offline, and two who chat during the catch-up. */
const people = membersOf(1, 4);
/** `general` was created and each of them has joined it, which the user who was offline has seen. */
const seen = 1 + people.length;

const ours: Subject = {
  name: 'securechat',
  run: async () => {
    const prepare = (dataDir: string) => fill(dataDir, { author: 'u0' as UserId, count: away });
    await using peer = await startSecurechat(people, { pinned: false, prepare });
    const [, returner, dan, cyd] = peer.members.map(({ secret = '' }) => secret);
    const where = { ...peer.where, pid: peer.pids[0] ?? 0 };
    const talkers = { dan: await member(where, dan ?? ''), cyd: await member(where, cyd ?? '') };
    const [cursor] = good(await talkers.dan.log({ room: general, before: seen + 1, limit: 1 })).events;
    if (cursor?.seq !== seen) throw new Error('the event at the cursor is missing');
    const folder = temporaryFolder();
    const found = await comeBack(where, talkers, { token: returner ?? '', cursor, file: `${folder.path}/kept.db` });
    await Promise.all([talkers.dan.close(), talkers.cyd.close()]);
    folder.remove();
    const right = found.inOrder && found.events >= away;
    return {
      figures: [
        figure('caught up after', 's', found.tookMs / 1000, 'less'),
        figure('events', '1/s', (found.events / found.tookMs) * 1000, 'more'),
        figure("increase of the server's memory", 'MiB', found.serverMiB, 'less'),
        figure('p50 of the others during the catch-up', 'ms', percentile(found.othersMs, 50), 'less'),
        figure('p95 of the others during the catch-up', 'ms', percentile(found.othersMs, 95), 'less'),
      ],
      notes: right ? [] : [`${found.events} events, in order ${found.inOrder}`],
    };
  },
};

/** A client that was offline for long. */
export const catchUp: Workload = {
  name: 'catch-up',
  about: `A client with a cache on disk that missed ${away} messages of 100 bytes reconnects, while two others send 50 per second. No CPU pinning.`,
  quick: false,
  subjects: [ours],
  bounds: [],
};
