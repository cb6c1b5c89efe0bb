package jellybean.message;

import java.util.List;
import java.util.Optional;

/**
 * The place of an actor in the tree of names: {@code "/house/kitchen/lamp"}.
 *
 * <p>The first segment is a system (or {@code sys} for a node's own parts: {@code
 * "/sys/<node>/host"}); replicas and instances nest below their child's name: {@code
 * "/wordcount/counter/3"}. 1 to {@value #MAX_DEPTH} segments, {@value #MAX_LENGTH} characters at
 * most; a segment has neither {@code /} nor white space nor control characters.
 */
public record Address(String path) implements Comparable<Address> {
  public static final int MAX_LENGTH = 512;
  public static final int MAX_DEPTH = 32;
  public static final Address ROOT = new Address("/");

  public Address {
    String fault = fault(path);
    if (!fault.isEmpty()) {
      throw new BadNameException("bad address \"" + path + "\": " + fault);
    }
  }

  public static Address of(String... segments) {
    return segments.length == 0 ? ROOT : new Address("/" + String.join("/", segments));
  }

  private static String fault(String path) {
    if (!path.startsWith("/")) {
      return "expected it to start with /";
    }
    if (path.length() > MAX_LENGTH) {
      return "expected at most " + MAX_LENGTH + " characters, found " + path.length();
    }
    return faultOfSegments(path);
  }

  /** One pass without a stream: each envelope from another node names two addresses. */
  private static String faultOfSegments(String path) {
    int slashes = 0;
    boolean isOneEmpty = path.length() > 1 && path.endsWith("/");
    boolean isOneBlank = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '/') {
        slashes++;
        isOneEmpty |= i > 0 && path.charAt(i - 1) == '/';
      } else if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        isOneBlank = true;
      }
    }
    if (isOneEmpty) {
      return "expected no empty segment";
    }
    if (isOneBlank) {
      return "expected no white space or control character";
    }
    return slashes > MAX_DEPTH ? "expected at most " + MAX_DEPTH + " segments" : "";
  }

  public boolean isRoot() {
    return path.length() == 1;
  }

  public Address child(String name) {
    return new Address(isRoot() ? "/" + name : path + "/" + name);
  }

  /** The enclosing address; empty for {@link #ROOT}. */
  public Optional<Address> parent() {
    if (isRoot()) {
      return Optional.empty();
    }
    int slash = path.lastIndexOf('/');
    return Optional.of(slash == 0 ? ROOT : new Address(path.substring(0, slash)));
  }

  /** The last segment; the empty string for {@link #ROOT}. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The segments from the root; empty for {@link #ROOT}. */
  public List<String> segments() {
    return isRoot() ? List.of() : List.of(path.substring(1).split("/"));
  }

  /** Whether {@code other} is this address or lies below it. */
  public boolean contains(Address other) {
    return isRoot()
        || other.path.equals(path)
        || (other.path.startsWith(path) && other.path.charAt(path.length()) == '/');
  }

  // Written out, because addresses are looked up at each message and the generated ones are slower.

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Address address && path.equals(address.path));
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public int compareTo(Address other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
