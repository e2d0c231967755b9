import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const read = (flags: Readonly<Record<string, unknown>>) => readConfig({ flags, env: {}, terminal: false });
const names = (...name: string[]) => {
  const config = read({ name });
  return config.ok ? config.value.names : config.error;
};
const origins = (...origin: string[]) => {
  const config = read({ origin });
  return config.ok ? config.value.origins : config.error;
};

test('international names are converted to the form that browsers and certificates use', () => {
  expect(names('Chat.Example.org', 'müller.example', '例え.テスト')).toEqual([
    'chat.example.org',
    'xn--mller-kva.example',
    'xn--r8jz45g.xn--zckzah',
  ]);
  expect(names('192.168.1.5', '::1', '[::1]', 'my_host')).toEqual(['192.168.1.5', '::1', '::1', 'my_host']);
  expect(origins('https://Müller.example/', 'https://chat.example.org:8444')).toEqual([
    'https://xn--mller-kva.example',
    'https://chat.example.org:8444',
  ]);
});

test.each(['chat.example.org:8443', 'https://chat.example.org', 'two words', 'a/b', 'a?b', 'you@host'])(
  '%j is no host name, and is refused with advice',
  (name) => {
    expect(names(name)).toBe(`--name has ${JSON.stringify(name)}; expected a host name such as chat.example.org.`);
  },
);

test.each(['chat.example.org', 'https://chat.example.org/path', 'ftp://chat.example.org', 'https://'])(
  '%j is no origin, and is refused with advice',
  (origin) => {
    expect(origins(origin)).toBe(
      `--origin has ${JSON.stringify(origin)}; expected an origin such as https://chat.example.org.`,
    );
  },
);
