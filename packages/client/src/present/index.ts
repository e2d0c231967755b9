export { asSentence } from './as-sentence.ts';
export { beginningSentence } from './beginning.ts';
export { clean, cleanLine, cleanSelectable } from './clean.ts';
export { dateOf, dayOf, momentOf, sayDay } from './days.ts';
export { readDuration } from './duration.ts';
export { eventJson } from './event-json.ts';
export { durationText, failureText, refusalText } from './failure.ts';
export {
  carriedRoomsTexts,
  invitationHandle,
  invitationSentence,
  invitationTo,
  pendingText,
  unusedLinksText,
} from './invitation.ts';
export { lengthText, tooLongText } from './limits.ts';
export { linkText, syncText } from './link.ts';
export { notDone } from './not-done.ts';
export { linksAndMentions, type Part, partsOf } from './parts.ts';
export { agoText, awayText, personFacts, personText, profileText } from './person.ts';
export { policyText } from './policy-words.ts';
export { removalText } from './removal.ts';
export { ownershipWarning, readOnlyText } from './role-sentences.ts';
export {
  handleLabel,
  isCalled,
  isNotes,
  labelAmong,
  labelInSentence,
  labelOf,
  membersInWords,
  type NamedRoom,
  roomHandle,
  roomLabel,
  roomTraits,
  sameNameText,
  typedAmong,
} from './room-label.ts';
export {
  banText,
  editMark,
  type Face,
  isAction,
  messageLine,
  type Presented,
  type PresentedMessage,
  presenceSentence,
  present,
  presentMessage,
  type RoomFace,
  roleWords,
} from './words.ts';
