import { policyText } from '@securechat/client/present';
import { roomHistory, roomInviters } from '@securechat/protocol';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, type SlashCommand } from '../slash-command.ts';
import { report } from '../target.ts';

export const policy: SlashCommand = {
  name: 'policy',
  usage: '/policy [invite WHO] [history WHAT]',
  description:
    'show who invites to this room and what newcomers can read, or set it: invite members or moderators, history shared or joined (owners)',
  argument: 'optional',
  async run(context, argument) {
    const room = shownRoom(context.view());
    if (!room) return context.showStatus(noRoomYet, 'warning');
    if (argument === '') return context.showStatus(policyText(room));
    const asked = /^(?:invite\s+(\S+))?\s*(?:history\s+(\S+))?$/i.exec(argument)?.slice(1);
    const [who, what] = (asked ?? []).map((word) => word?.toLowerCase());
    const inviters = roomInviters.options.find((option) => option === who);
    const history = roomHistory.options.find((option) => option === what);
    if (!asked || who !== inviters || what !== history) {
      const usage = '/policy invite members|moderators history shared|joined';
      return context.showStatus(`Say what to set: ${usage}`, 'warning');
    }
    // Success shows in the timeline.
    await report(context, context.client.setPolicy(room.id, { inviters, history }));
  },
};
