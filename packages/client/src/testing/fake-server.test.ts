import { serverContract } from '../contracts/server.contract.ts';
import { FakeServer } from './fake-server.ts';

serverContract('fake', async () => {
  const dialer = new FakeServer();
  const { user, password, room } = dialer;
  return {
    ...{ url: 'wss://fake:1', dialer, user, password, room },
    write: async (text) => void dialer.happens('bob', text),
    stop: async () => dialer.cut(),
  };
});
