export { FakeServer } from './fake-server.ts';
