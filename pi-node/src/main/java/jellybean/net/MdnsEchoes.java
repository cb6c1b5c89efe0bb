package jellybean.net;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * What others say about this node: its own words that come back, by another interface or a
 * reflector, those of a life before, of a second node with the same keys, lies. None of them tells
 * this node anything, and JmDNS would give itself another name by them, under which peers do not
 * know it. The names hold the node's id, to which its certificate is bound: they are never given
 * up.
 *
 * @param names of this node's records, in lower case
 */
record MdnsEchoes(Set<String> names) {
  /** For who says nothing. */
  static final MdnsEchoes NONE = new MdnsEchoes(Set.of());

  private static final int HEADER_BYTES = 12;
  private static final int QUESTIONS_AT = 4;
  private static final int RECORDS_AT = 6;
  private static final int QUESTION_BYTES = 4;
  private static final int RECORD_BYTES = 10;
  private static final int TTL_AT = 4;
  private static final int LENGTH_AT = 8;
  private static final int POINTER = 0xc0;
  private static final int MAX_NAME = 255;

  private static final int TYPE_A = 1;
  private static final int TYPE_AAAA = 28;
  private static final int TYPE_SRV = 33;

  /** JmDNS passes over these (RFC 1035, 3.3.10). */
  private static final byte TYPE_NULL = 10;

  /**
   * @param service its full name
   * @param host its name on the segment, without the domain; written as JmDNS writes it
   */
  static MdnsEchoes of(String service, String host) {
    String written = host.replaceAll("[:%.]", "-") + ".local.";
    return new MdnsEchoes(
        Set.of(service.toLowerCase(Locale.ROOT), written.toLowerCase(Locale.ROOT)));
  }

  /**
   * What a packet said about this node.
   *
   * @param records that were made illegible
   * @param isFarewell one of them says that it is gone, and others will have believed it
   */
  record Heard(int records, boolean isFarewell) {
    private static final Heard NOTHING = new Heard(0, false);

    private Heard and(boolean isFarewell) {
      return new Heard(records + 1, this.isFarewell || isFarewell);
    }
  }

  /** Makes such records in a packet illegible. */
  Heard blot(byte[] data, int length) {
    if (names.isEmpty()) {
      return Heard.NOTHING;
    }
    int at = HEADER_BYTES;
    for (int i = number(data, QUESTIONS_AT); i > 0 && at < length; i--) {
      at = endOfName(data, at, length) + QUESTION_BYTES;
    }
    int records = 0;
    for (int part = RECORDS_AT; part < HEADER_BYTES; part += 2) {
      records += number(data, part);
    }
    Heard heard = Heard.NOTHING;
    for (int i = records; i > 0 && at < length; i--) {
      int fields = endOfName(data, at, length);
      if (fields + RECORD_BYTES > length) {
        return heard;
      }
      if (isPlace(number(data, fields)) && names.contains(name(data, at, length))) {
        data[fields] = 0;
        data[fields + 1] = TYPE_NULL;
        heard = heard.and(number(data, fields + TTL_AT) + number(data, fields + TTL_AT + 2) == 0);
      }
      at = fields + RECORD_BYTES + number(data, fields + LENGTH_AT);
    }
    return heard;
  }

  private static boolean isPlace(int type) {
    return type == TYPE_A || type == TYPE_AAAA || type == TYPE_SRV;
  }

  private static int number(byte[] data, int at) {
    return (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
  }

  /** Where what follows a name begins; {@code length} at least if that is nowhere. */
  private static int endOfName(byte[] data, int from, int length) {
    int at = from;
    while (at < length) {
      int label = data[at] & 0xff;
      if (label == 0) {
        return at + 1;
      }
      if (label >= POINTER) {
        return at + 2;
      }
      at += 1 + label;
    }
    return length;
  }

  /** In lower case, with dots; as much of it as can be read. Pointers lead back, so it ends. */
  private static String name(byte[] data, int from, int length) {
    StringBuilder name = new StringBuilder();
    int at = from;
    while (at < length && data[at] != 0 && name.length() < MAX_NAME) {
      int label = data[at] & 0xff;
      if (label >= POINTER) {
        int to = at + 1 < length ? (label & ~POINTER) << 8 | data[at + 1] & 0xff : length;
        if (to >= at) {
          break;
        }
        at = to;
      } else {
        int bytes = Math.min(label, length - at - 1);
        name.append(new String(data, at + 1, bytes, StandardCharsets.UTF_8)).append('.');
        at += 1 + label;
      }
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }
}
