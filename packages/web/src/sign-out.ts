import type { ChatClient, Clock } from '@securechat/client';

/** A person who has left waits for nothing; the server gets this long to hear of it. */
const patienceMs = 3000;

const mayLiveOn =
  'You are logged out here, but the server could not be reached. To end the session there as well, log in again and log it out under Devices.';

/** Ends the client's session at the server and closes it. Resolves within seconds: empty, or with what the user must know. */
export async function signOutOnLeave(
  client: Pick<ChatClient, 'logOut' | 'close' | 'getSnapshot'>,
  clock: Clock,
): Promise<string> {
  let told = false;
  if (client.getSnapshot().link.status === 'online') {
    let cancel = () => {};
    const late = new Promise<boolean>((resolve) => {
      cancel = clock.after(patienceMs, () => resolve(false));
    });
    // Refused: there is no such session, which is what was wanted.
    const ended = client.logOut().then((answer) => answer.ok || answer.error.kind === 'refused');
    told = await Promise.race([ended, late]);
    cancel();
  }
  await client.close();
  return told ? '' : mayLiveOn;
}
