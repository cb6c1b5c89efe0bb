package jellybean.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jellybean.net.BadIdentityException;
import jellybean.net.Identity;
import jellybean.net.RingFile;
import jellybean.port.Timers;
import jellybean.wire.SharedRing;
import org.tinylog.Logger;

/**
 * Looks now and then whether the files of a node's identity have changed, and has them used. Files
 * that do not fit each other, because they are just being replaced, are looked at again when they
 * change further; meanwhile what was read before goes on.
 */
final class IdentityWatch {
  static final long EVERY_MS = 5_000;

  /** Takes an identity. */
  @FunctionalInterface
  interface User {
    void use(Identity identity, SharedRing ring);
  }

  private final Path directory;
  private final User user;
  private List<String> seen;

  IdentityWatch(Path directory, User user) {
    this.directory = directory;
    this.user = user;
    this.seen = stamps();
  }

  /** Looks regularly from now on. */
  void start(Timers timers) {
    timers.after(
        EVERY_MS,
        () -> {
          look();
          start(timers);
        });
  }

  private synchronized void look() {
    List<String> now = stamps();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      reload();
    } catch (BadIdentityException e) {
      Logger.warn("the changed identity is not used: {}", e.getMessage());
    }
  }

  /**
   * Reads the files and has them used, changed or not.
   *
   * @throws BadIdentityException they cannot be used: what was read before goes on
   */
  synchronized void reload() {
    user.use(Identity.load(directory), RingFile.load(directory));
    Logger.info("the identity in {} was read again", directory);
  }

  private List<String> stamps() {
    return Stream.of(Identity.CA, Identity.CERTIFICATE, Identity.KEY, RingFile.NAME)
        .map(name -> stamp(directory.resolve(name)))
        .toList();
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "absent";
    }
  }
}
