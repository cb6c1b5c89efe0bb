package jellybean.edn;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Steps over characters: blanks, comments, tokens. Decodes UTF-8 strictly (RFC 3629). */
final class Scanner {
  /** What {@link #nextSignificant} returns at the end of input. */
  static final int END = -1;

  private final Source source;

  /** Bytes of the character that {@link #codePoint} decoded last. */
  private int width;

  /** Whether the token scanned last holds ASCII only. */
  private boolean ascii;

  /** The hash of the token scanned last, if it is ASCII. */
  private int hash;

  Scanner(Source source) {
    this.source = source;
  }

  /**
   * Goes to the next byte that is neither blank nor part of a comment, and returns its kind or
   * {@link #END}.
   *
   * @param between true outside of any value, where what was skipped may be forgotten
   */
  int nextSignificant(boolean between) {
    while (true) {
      if (source.pos == source.end) {
        if (between) {
          source.startValue();
        }
        if (!source.fill()) {
          return END;
        }
      }
      byte kind = ByteKind.of(source.bytes[source.pos]);
      if (kind == ByteKind.BLANK) {
        source.pos++;
      } else if (kind == ByteKind.COMMENT) {
        skipComment(between);
      } else if (kind == ByteKind.NOT_ASCII && Unicode.isBlank(codePoint())) {
        source.pos += width;
      } else {
        if (between) {
          source.startValue();
        }
        return kind;
      }
    }
  }

  private void skipComment(boolean between) {
    while (source.available(1)) {
      byte b = source.bytes[source.pos];
      if (b == '\n') {
        return;
      }
      if (b < 0) {
        codePoint();
        source.pos += width;
      } else {
        source.pos++;
      }
      if (between && source.pos == source.end) {
        source.startValue();
      }
    }
  }

  /** Goes behind the token that starts here. */
  void skipToken() {
    ascii = true;
    hash = 0;
    while (true) {
      int at = skipPlain(source.bytes, source.pos, source.end);
      source.pos = at;
      if (at == source.end) {
        if (!source.fill()) {
          return;
        }
      } else if (source.bytes[at] >= 0 || Unicode.isBlank(codePoint())) {
        return;
      } else {
        ascii = false;
        source.pos += width;
      }
    }
  }

  private int skipPlain(byte[] bytes, int from, int end) {
    int at = from;
    int sum = hash;
    while (at < end && !ByteKind.stopsToken(bytes[at])) {
      sum = RecentTokens.hash(sum, bytes[at]);
      at++;
    }
    hash = sum;
    return at;
  }

  /**
   * The keyword, symbol or constant that the token scanned last stands for, if it came before
   * lately; else null.
   */
  @Nullable Value recent(int from) {
    return ascii ? RecentTokens.find(hash, source.bytes, from, source.pos) : null;
  }

  /** Says what the token scanned last stands for. */
  void remember(String token, Value value) {
    if (ascii) {
      RecentTokens.remember(hash, token, value);
    }
  }

  /** The text of the token scanned last. */
  String token(int from) {
    return new String(
        source.bytes,
        from,
        source.pos - from,
        ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  int width() {
    return width;
  }

  /** Decodes the character that starts at the current byte, which is there, and stays there. */
  int codePoint() {
    byte first = source.bytes[source.pos];
    if (first >= 0) {
      width = 1;
      return first;
    }
    width = Utf8.width(first);
    if (width == 0 || !source.available(width)) {
      throw malformed();
    }
    int decoded = Utf8.decode(source.bytes, source.pos, width);
    if (decoded == Utf8.MALFORMED) {
      throw malformed();
    }
    return decoded;
  }

  private EdnException malformed() {
    return source.fault(
        source.pos,
        "malformed UTF-8: expected a character, found byte 0x%02x"
            .formatted(source.bytes[source.pos] & 0xff));
  }
}
