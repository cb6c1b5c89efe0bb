package jellybean.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A text file that grows. Keeps nothing open between two writes, so that a file that was moved away
 * is begun anew.
 */
final class AppendFile {
  /** The kind of a file in its mode, and which of them is a pipe (see {@code inode(7)}). */
  private static final int KIND_MASK = 0xf000;

  private static final int PIPE = 0x1000;

  private final Path file;
  private final String name;
  private final boolean isForced;

  /** A write that lasts for ever is given up by who waits for it, but it is not over. */
  private final AtomicBoolean isWriting = new AtomicBoolean();

  /**
   * @param name what messages call the file
   * @param isForced whether a write is over only when it is on the disk
   */
  AppendFile(Path file, String name, boolean isForced) {
    this.file = file;
    this.name = name;
    this.isForced = isForced;
  }

  /**
   * Appends lines, all or none of them as far as the file system lets it. Blocks.
   *
   * @return why it could not
   */
  Optional<String> append(List<String> lines) {
    if (!isWriting.compareAndSet(false, true)) {
      return failed("an earlier write has not ended yet");
    }
    try {
      write(lines);
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return failed("expected its folder, found none at " + file.toAbsolutePath().getParent());
    } catch (AccessDeniedException e) {
      return failed("expected the permission to write it, found none");
    } catch (IOException e) {
      return failed(e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      isWriting.set(false);
    }
  }

  private void write(List<String> lines) throws IOException {
    String text = String.join("\n", lines) + "\n";
    // What a power cut left of a line must not become the beginning of another one.
    String whole = endsWithinALine() ? "\n" + text : text;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      write(channel, ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Whether there is something in the file that no line feed ends. */
  private boolean endsWithinALine() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    if (Files.isDirectory(file)) {
      throw new IOException("expected a file, found a directory");
    }
    if (((int) Files.getAttribute(file, "unix:mode") & KIND_MASK) == PIPE) {
      // The opening of one waits until somebody reads it.
      throw new IOException("expected a file, found a pipe");
    }
    long size = Files.size(file);
    if (size == 0 || !Files.isReadable(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.read(last, size - 1) == 1 && last.get(0) != '\n';
    }
  }

  private void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    long end = channel.size();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (isForced) {
        channel.force(true);
      }
    } catch (IOException e) {
      takeBack(channel, end, bytes.position(), e);
      throw e;
    }
  }

  /** What was written of it must not stand before what is written next. */
  private static void takeBack(FileChannel channel, long end, int written, IOException reason) {
    try {
      if (written > 0 && channel.size() == end + written) {
        channel.truncate(end);
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private Optional<String> failed(String why) {
    return Optional.of(complaint(why));
  }

  String complaint(String why) {
    return "cannot write " + name + ": " + why;
  }
}
