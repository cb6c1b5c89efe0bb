package jellybean.net;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jellybean.edn.EdnMap;
import jellybean.wire.DenyListException;
import jellybean.wire.SharedRing;
import jellybean.wire.SignedDenyList;
import org.tinylog.Logger;

/**
 * Keeps the deny-list and the key ring in a directory, if there is one; readable by the owner only.
 * A file is replaced as a whole: after a power cut it is the old one or the new one.
 *
 * <p>Files are written by a daemon thread of their own, which is gone when there is nothing to do.
 * What cannot be read or written is logged: other members hold the same.
 */
final class SecurityFiles implements AutoCloseable {
  static final String DENY_LIST = "deny-list.edn";

  private static final long THREAD_IDLE_MS = 5_000;
  private static final long CLOSE_MS = 1_000;

  private final Optional<Path> directory;
  // Changes of fleet-wide security are rare, and each is a file of at most some kilobytes.
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          THREAD_IDLE_MS,
          TimeUnit.MILLISECONDS,
          new LinkedBlockingQueue<>(),
          new DefaultThreadFactory("jellybean-keys", true));

  SecurityFiles(Optional<Path> directory) {
    this.directory = directory;
    thread.allowCoreThreadTimeOut(true);
  }

  /** The ring that was kept. */
  Optional<SharedRing> ring() {
    try {
      return directory
          .filter(folder -> Files.exists(folder.resolve(RingFile.NAME)))
          .map(RingFile::load);
    } catch (BadIdentityException e) {
      Logger.error("the kept key ring is not used: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** The deny-list that was kept, if it is the fleet's. */
  Optional<SignedDenyList> denied(String fleet, List<PublicKey> authorities) {
    Optional<Path> file = directory.map(folder -> folder.resolve(DENY_LIST)).filter(Files::exists);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      SignedDenyList list =
          SignedDenyList.read(Files.readAllBytes(file.get()), file.get().toString());
      list.verify(fleet, authorities);
      return Optional.of(list);
    } catch (IOException | DenyListException e) {
      Logger.error("the kept deny-list {} is not used: {}", file.get(), e.getMessage());
      return Optional.empty();
    }
  }

  void keep(SharedRing ring) {
    keep(RingFile.NAME, ring.toValue());
  }

  void keep(SignedDenyList list) {
    keep(DENY_LIST, list.toValue());
  }

  private void keep(String name, EdnMap value) {
    directory.ifPresent(folder -> thread.execute(() -> write(folder, name, value + "\n")));
  }

  private static void write(Path folder, String name, String text) {
    Path fresh = folder.resolve(name + ".new");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(fresh);
      try (FileChannel out =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } catch (IOException e) {
      Logger.error("cannot keep {}: {}", folder.resolve(name), e.toString());
    }
  }

  /** Waits a moment for what is being written. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
        Logger.warn("keys were not kept within {} ms", CLOSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
