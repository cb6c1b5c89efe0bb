package jellybean.message;

/**
 * The name of a node, unique in its fleet and bound to its certificate.
 *
 * <p>1 to {@value #MAX_LENGTH} characters {@code a-z 0-9 -}, first and last not a dash: a valid
 * host label (RFC 1123 section 2.1), so the same name serves mDNS and the inventory.
 */
public record NodeId(String value) implements Comparable<NodeId> {
  public static final int MAX_LENGTH = 63;

  public NodeId {
    if (!isValid(value)) {
      throw new BadNameException(
          "bad node id: expected 1 to 63 characters a-z 0-9 - (no dash at either end), found \""
              + value
              + "\"");
    }
  }

  private static boolean isValid(String value) {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      return false;
    }
    if (value.startsWith("-") || value.endsWith("-")) {
      return false;
    }
    // Without a stream: each envelope from another node names one.
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
