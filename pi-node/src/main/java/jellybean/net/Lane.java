package jellybean.net;

import java.util.Arrays;
import java.util.Optional;

/** Whom a datagram's payload is for, or what it says of datagrams; its first byte says it. */
enum Lane {
  MEMBERSHIP,
  APPLICATION,
  /** A knock: who is here? */
  KNOCK,
  /** The answer to a knock. */
  HERE,
  /** The life that something was sealed for is not here. */
  GONE,
  /** An envelope that may be lost. */
  ENVELOPE,
  /** What members tell each other of themselves. */
  GOSSIP,
  /** What the sender holds of what keeps the fleet closed. */
  HELD;

  byte code() {
    return (byte) (ordinal() + 1);
  }

  /** The byte and what follows it. */
  byte[] payload(byte[] content) {
    byte[] payload = new byte[content.length + 1];
    payload[0] = code();
    System.arraycopy(content, 0, payload, 1, content.length);
    return payload;
  }

  static Optional<Lane> of(byte[] payload) {
    return Arrays.stream(values())
        .filter(lane -> payload.length > 0 && lane.code() == payload[0])
        .findFirst();
  }

  static byte[] content(byte[] payload) {
    return Arrays.copyOfRange(payload, 1, payload.length);
  }
}
