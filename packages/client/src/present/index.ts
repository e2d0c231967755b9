export { beginningSentence } from './beginning.ts';
export { clean, cleanLine, cleanSelectable } from './clean.ts';
export { dateOf, dayOf, sayDay } from './days.ts';
export { eventJson } from './event-json.ts';
export { durationText, failureText, refusalText } from './failure.ts';
export { lengthText, tooLongText } from './limits.ts';
export { linkText, syncText } from './link.ts';
export { linksAndMentions, type Part, partsOf } from './parts.ts';
export { labelOf, roomLabel } from './room-label.ts';
export {
  type Face,
  isAction,
  messageLine,
  type Presented,
  type PresentedMessage,
  presenceSentence,
  present,
  presentMessage,
  type RoomFace,
} from './words.ts';
