// The searcher thread's program. It also runs as plain TypeScript: node builtins, relative files and types only.
import { serveSearcher } from './searcher-loop.ts';

serveSearcher();
