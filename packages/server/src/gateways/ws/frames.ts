/** The largest payload whose length fits in the second byte, and the largest with an extended length of two bytes (RFC 6455, 5.2). */
const inByte = 125;
const inTwoBytes = 65_535;
/** FIN, and the opcode of text. */
const finalText = 0x81;

/** A ping without payload, as a server sends it (RFC 6455, 5.5.2). */
export const pingFrame = Buffer.from([0x89, 0]);

/** One whole text frame as a server sends it: unmasked, unfragmented (RFC 6455, 5.2). May be written to any number of sockets. */
export function frameText(text: string): Buffer {
  const payloadBytes = Buffer.byteLength(text);
  const headBytes = payloadBytes <= inByte ? 2 : payloadBytes <= inTwoBytes ? 4 : 10;
  const frame = Buffer.allocUnsafe(headBytes + payloadBytes);
  frame[0] = finalText;
  if (headBytes === 2) frame[1] = payloadBytes;
  else if (headBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(payloadBytes, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(payloadBytes), 2);
  }
  frame.write(text, headBytes);
  return frame;
}
