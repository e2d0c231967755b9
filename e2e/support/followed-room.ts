import { serverWith } from './cli.ts';

/** A server with ada, who has created #ops, and bob, a member whose `tail` follows it. */
export async function followedRoom() {
  const site = await serverWith('ada', 'bob');
  const { ada, bob } = site;
  await ada.run(['rooms', 'create', 'ops']);
  await bob.run(['rooms', 'join', 'ops']);
  const tail = bob.start(['tail', '--room', 'ops']);
  // Until the tail follows.
  for (let n = 0; !tail.lines().some((line) => line.includes('ping')); n++) {
    await ada.run(['send', '--room', 'ops', `ping ${n}`]);
  }
  return { ...site, tail };
}
