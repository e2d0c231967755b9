import { err, ok, type Result } from '@securechat/protocol/result';
import type { Bus } from '../ports/bus.ts';
import { createMemoryBus } from './memory/bus.ts';

/**
 * Connects to a bus by its URL; `memory:` is the bus of a single process. `report` receives exceptions of subscribers. The error is a
 * sentence that names the supported kinds.
 */
export function openBus(url: string, report: (thrown: unknown) => void): Result<Bus, string> {
  return url === 'memory:'
    ? ok(createMemoryBus(report))
    : err(`${url} is not a bus that this server knows. It knows memory:`);
}
