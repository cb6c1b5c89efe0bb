package jellybean.net;

import java.util.Arrays;
import java.util.Optional;

/** Whom a datagram's payload is for; its first byte says it. */
enum Lane {
  MEMBERSHIP,
  APPLICATION;

  byte code() {
    return (byte) (ordinal() + 1);
  }

  static Optional<Lane> of(byte code) {
    return Arrays.stream(values()).filter(lane -> lane.code() == code).findFirst();
  }
}
