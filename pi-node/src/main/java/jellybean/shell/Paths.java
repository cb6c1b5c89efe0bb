package jellybean.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import jellybean.message.Address;
import jellybean.message.BadNameException;

/** Paths as people write them, absolute or relative, made into addresses. */
final class Paths {
  private Paths() {}

  /**
   * Where {@code path} leads from {@code here}. {@code .} and empty segments stay, {@code ..} goes
   * up (and stays at the root, as in a file system), a leading {@code /} begins at the root.
   *
   * @throws ShellException if the result is not an address
   */
  static Address resolve(Address here, String path) {
    Deque<String> segments = new ArrayDeque<>();
    if (!path.startsWith("/")) {
      segments.addAll(here.segments());
    }
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    try {
      return Address.of(segments.toArray(String[]::new));
    } catch (BadNameException e) {
      throw new ShellException(e.getMessage());
    }
  }
}
