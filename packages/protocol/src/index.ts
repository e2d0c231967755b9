export * from './body.ts';
export { type Change, type ChangeType, changeTypes, readChange } from './change.ts';
export { type ClientFrame, type ClientFrameOf, type ClientFrameType, clientFrames } from './client-frame.ts';
export * from './close-codes.ts';
export { decodeClientFrame, decodeServerFrame, encodeFrame, type Unreadable } from './codec.ts';
export * from './errors.ts';
export * from './ids.ts';
export { limits } from './limits.ts';
export * from './model.ts';
export {
  type PersonSummary,
  type Profile,
  personSummary,
  profile,
  type SessionSummary,
  type SignupPolicy,
  sessionSummary,
  signupPolicy,
} from './people.ts';
export {
  type ReplyType,
  type RequestOf,
  type RequestType,
  replies,
} from './replies.ts';
export * from './result.ts';
export { type ServerFrame, type ServerFrameOf, type ServerFrameType, serverFrames } from './server-frame.ts';
export {
  asWords,
  isBlank,
  isCleanLine,
  isCleanText,
  readMessage,
  type ShownMessage,
  utf8Bytes,
  withoutRefused,
} from './text.ts';
export { typedRoomName, typedUserName } from './typed-name.ts';
export * from './user-state.ts';
export { OLDEST_VERSION, PROTOCOL_VERSION, SUBPROTOCOL } from './version.ts';
export { isOneWord, type WordRange, wordsIn } from './words.ts';
