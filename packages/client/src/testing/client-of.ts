import type { ChatClient, ChatClientOptions } from '../api.ts';
import { createChatClient } from '../chat-client.ts';
import type { Clock, Dialer } from '../ports.ts';

/** A real client with a session on this server, not connected yet. */
export function clientOf(server: Dialer, clock: Clock, options: Partial<ChatClientOptions> = {}): ChatClient {
  const client = { name: 'test', version: '0' };
  return createChatClient({
    url: 'wss://fake:1',
    dialer: server,
    clock,
    client,
    device: 'test',
    token: 'sct_token',
    ...options,
  });
}
