package jellybean.device;

import java.util.Optional;

/** Strict UTF-8 (RFC 3629 section 4): no overlong forms, no surrogates, nothing past U+10FFFF. */
final class Utf8 {
  private static final String ANY_NEXT = "a continuation byte 0x80 to 0xbf";

  private Utf8() {}

  /**
   * The first thing wrong.
   *
   * @param index where it is
   * @param expected what could have stood there
   */
  record Fault(int index, String expected) {}

  /** How the bytes after a first byte must look: how many, and the range of the first of them. */
  private record Sequence(int following, int low, int high) {
    String expected() {
      return low == 0x80 && high == 0xbf ? ANY_NEXT : "a byte " + hex(low) + " to " + hex(high);
    }
  }

  static String hex(int octet) {
    return "0x%02x".formatted(octet & 0xff);
  }

  /** Looks at {@code bytes[from]} up to, not including, {@code bytes[to]}. */
  static Optional<Fault> firstFault(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (bytes[i] >= 0) {
        i++;
        continue;
      }
      Optional<Sequence> sequence = sequence(bytes[i] & 0xff);
      if (sequence.isEmpty()) {
        return Optional.of(new Fault(i, "the first byte of a character"));
      }
      Optional<Fault> fault = fault(bytes, i, to, sequence.get());
      if (fault.isPresent()) {
        return fault;
      }
      i += 1 + sequence.get().following();
    }
    return Optional.empty();
  }

  private static Optional<Fault> fault(byte[] bytes, int start, int to, Sequence sequence) {
    for (int k = 1; k <= sequence.following(); k++) {
      int low = k == 1 ? sequence.low() : 0x80;
      int high = k == 1 ? sequence.high() : 0xbf;
      int octet = start + k < to ? bytes[start + k] & 0xff : -1;
      if (octet < low || octet > high) {
        return Optional.of(new Fault(start + k, k == 1 ? sequence.expected() : ANY_NEXT));
      }
    }
    return Optional.empty();
  }

  private static Optional<Sequence> sequence(int first) {
    if (first >= 0xc2 && first <= 0xdf) {
      return Optional.of(new Sequence(1, 0x80, 0xbf));
    }
    if (first >= 0xe0 && first <= 0xef) {
      return Optional.of(new Sequence(2, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf));
    }
    if (first >= 0xf0 && first <= 0xf4) {
      return Optional.of(new Sequence(3, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf));
    }
    return Optional.empty();
  }
}
