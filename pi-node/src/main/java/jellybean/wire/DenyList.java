package jellybean.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import jellybean.edn.EdnException;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * Who is kept out of the fleet although a certificate would let them in: {@code {:fleet "atrium"
 * :version 3 :denied ["node/n7" "operator/ada" "certificate/1f0a…"]}}.
 *
 * <p>A node or an operator is denied by name, whatever certificate it shows; a certificate by its
 * serial number in hexadecimal, so that who was given another one may stay. A list holds everybody
 * who is denied: of two lists the larger version counts, and the other means nothing any more.
 */
public record DenyList(String fleet, long version, Set<String> denied) {
  /** Of one list; it must fit a frame, signature and all. */
  public static final int MAX_ENTRIES = 512;

  /** Of a list as text. */
  public static final int MAX_TEXT_BYTES = 44 * 1024;

  static final Keyword FLEET = Keyword.of("fleet");
  static final Keyword VERSION = Keyword.of("version");
  static final Keyword DENIED = Keyword.of("denied");

  private static final ReadLimits LIMITS = ReadLimits.DOCUMENT.withBytes(MAX_TEXT_BYTES);
  private static final String NAME = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern ENTRY =
      Pattern.compile("(?:node|operator)/" + NAME + "|certificate/[0-9a-f]{1,40}");
  private static final String EXPECTED_ENTRY =
      "\"node/<id>\", \"operator/<name>\" or \"certificate/<serial number in hexadecimal>\"";

  public DenyList {
    denied = Set.copyOf(denied);
  }

  /**
   * Reads a list; who signed it is for {@link SignedDenyList} to tell.
   *
   * @throws DenyListException if it is none: where, what was expected and found
   */
  static DenyList read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      Fields fields = new Fields("deny-list", EdnReader.readOne(bytes, "deny-list", LIMITS));
      DenyList list =
          new DenyList(
              fields.text(FLEET),
              fields.integer(VERSION, 1, Long.MAX_VALUE),
              entries(Fields.as(EdnVector.class, "a vector", "deny-list", fields.get(DENIED))));
      fields.end();
      return list;
    } catch (EdnException | FrameException e) {
      throw new DenyListException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Set<String> entries(EdnVector vector) {
    if (vector.size() > MAX_ENTRIES) {
      throw Fields.malformed(
          "deny-list " + DENIED, "at most " + MAX_ENTRIES + " entries", vector.size() + "");
    }
    Set<String> entries = new HashSet<>();
    for (Value value : vector) {
      if (!(value instanceof Text text) || !ENTRY.matcher(text.value()).matches()) {
        throw Fields.malformed("deny-list " + DENIED, EXPECTED_ENTRY, Fields.shown(value));
      }
      entries.add(text.value());
    }
    return entries;
  }

  public boolean deniesNode(String id) {
    return denied.contains("node/" + id);
  }

  public boolean deniesOperator(String name) {
    return denied.contains("operator/" + name);
  }

  public boolean deniesCertificate(BigInteger serial) {
    return denied.contains("certificate/" + serial.toString(16));
  }
}
