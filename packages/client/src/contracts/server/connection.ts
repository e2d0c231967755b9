import { PROTOCOL_VERSION } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { FrameConnection } from '../../testing/frame-connection.ts';
import { type ContractServer, message, running, signedIn } from './steps.ts';

/** What every client relies on when it connects and logs in. */
export function connectionContract(start: () => Promise<ContractServer>): void {
  test('the welcome has the version and the generation, and a ping is answered', async () => {
    const connection = await FrameConnection.open(await running(start));
    expect(await connection.hello()).toMatchObject({
      type: 'welcome',
      re: 'r0',
      version: PROTOCOL_VERSION,
      generation: expect.stringMatching(/./),
      heartbeatMs: expect.any(Number),
      passwordMin: expect.any(Number),
      signup: expect.any(String),
    });
    expect(await connection.ask('ping', {})).toEqual({ type: 'pong', re: 'r1' });
  });

  test('a log-in returns a token with which later connections resume the session', async () => {
    const server = await running(start);
    const { connection, generation, session } = await signedIn(server);
    expect(session).toMatchObject({ user: server.user, token: expect.stringMatching(/./) });
    await connection.close();
    const next = await FrameConnection.open(server);
    // In one write, as a client that saves a round trip does.
    const hello = next.send('hello', { version: PROTOCOL_VERSION, client: { name: 'contract', version: '0' } });
    const resume = next.send('resume', { token: session.token ?? '' });
    expect(await next.reply(hello)).toMatchObject({ type: 'welcome', generation });
    expect(await next.reply(resume)).toMatchObject({ user: session.user, session: session.session });
    expect(next.frames.map(({ type }) => type)).toEqual(['welcome', 'signed-in']);
  });

  test('a wrong password and a wrong token are refused, and the connection stays open', async () => {
    const server = await running(start);
    const { user, password } = server;
    const connection = await FrameConnection.open(server);
    await connection.hello();
    const refused = async (type: 'login' | 'resume', fields: object) => await connection.ask(type, fields as never);
    const wrong = await refused('login', { user, password: `not ${password}`, device: 'contract' });
    expect(wrong).toMatchObject({ type: 'error', code: 'wrong_credentials', message: expect.stringMatching(/./) });
    expect(await refused('resume', { token: 'sct_nobody' })).toMatchObject({ code: 'session_expired' });
    expect(await refused('login', { user, password, device: 'contract' })).toMatchObject({ type: 'signed-in' });
  });

  test('requests without a log-in are refused', async () => {
    const server = await running(start);
    const connection = await FrameConnection.open(server);
    await connection.hello();
    const refusal = { type: 'error', code: 'not_signed_in' };
    expect(await connection.ask('sync', { cursors: [], recent: 50 })).toMatchObject(refusal);
    const send = message(server.room, 'c1', 'hello');
    expect(await connection.ask('message.send', send)).toMatchObject(refusal);
  });

  test('a connection closed by the client ends once, and the next one can open', async () => {
    const server = await running(start);
    const { connection } = await signedIn(server);
    await connection.close();
    await (await FrameConnection.open(server)).hello();
    expect(connection.closures).toHaveLength(1);
  });
}
