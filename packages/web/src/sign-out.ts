import type { ChatClient, Clock } from '@securechat/client';

/** How long the server may take to end the session. */
const patienceMs = 3000;

const mayLiveOn =
  'You are logged out here, but the server could not be reached. To end the session there as well, log in again and log it out under Devices.';

/** Ends the client's session at the server and closes it. Resolves within seconds: empty, or with a warning for the user. */
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
    // Refused: there is no such session, so the goal is reached.
    const ended = client.logOut().then((answer) => answer.ok || answer.error.kind === 'refused');
    told = await Promise.race([ended, late]);
    cancel();
  }
  await client.close();
  return told ? '' : mayLiveOn;
}
