import { createApp } from '../app/app.ts';
import { testContext } from './context.ts';

/** An app over a store in memory, with a fake clock. */
function setUp() {
  const context = testContext();
  return { clock: context.clock, context, app: createApp(context) };
}

/** The same, and Ada has signed up. */
export async function signedUp() {
  const all = setUp();
  const ask = { user: 'ada', password: 'a long enough password', device: 'test', address: '127.0.0.1' };
  const auth = await all.app.signUp(ask);
  if (!auth.ok) throw new Error(auth.error.code);
  return { ...all, ask, token: auth.value.token ?? '', caller: auth.value };
}
