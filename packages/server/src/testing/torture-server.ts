// A server under torture: the product's parts, with faults injected. Its options are in a variable, see torture-options.ts. Prints the line
// of `serve --json` with its process id when it is ready.
import { openSqliteStore } from '../adapters/sqlite/store.ts';
import { readConfig } from '../config.ts';
import { startServer } from '../server.ts';
import { readTorture } from './torture-options.ts';
import { torturedBus, torturedClock, torturedStore } from './torture-parts.ts';

const torture = readTorture();
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const noLimits = {
  messageRate: '0',
  messageBurst: '0',
  messagesPerMinute: '0',
  requestsPerSecond: '0',
  loginsPerMinute: '0',
  loginsPerName: '0',
  signupsPerHour: '0',
  connectionsPerMinute: '0',
  guests: '1000',
  guestsPerAddress: '1000',
};
const flags = {
  port: String(torture.port),
  data: `${torture.home}/data`,
  certs: `${torture.home}/certs`,
  logLevel: 'warn',
};
const config = readConfig({ flags: { ...flags, ...noLimits }, env: {}, terminal: false });
if (!config.ok) throw new Error(config.error);

const opened = await openSqliteStore({
  dataDir: config.value.dataDir,
  program: new URL(`./torture-writer-thread.${extension}`, import.meta.url),
});
if (!opened.ok) throw new Error(opened.error.message);
const bus = torturedBus(torture);
const started = await startServer({ ...config.value, bcryptCost: 4 }, `${torture.home}/page`, {
  store: torturedStore(opened.value, bus, torture),
  bus,
  clock: torturedClock(torture),
});
if (!started.ok) throw new Error(started.error);
const { url, page, pin, stop } = started.value;
process.on('SIGTERM', () => void stop().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ event: 'ready', url, page, pin, invite: null, pid: process.pid })}\n`);
