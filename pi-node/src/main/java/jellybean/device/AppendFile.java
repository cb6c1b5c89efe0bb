package jellybean.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** A text file that grows. Keeps nothing open between two writes. */
final class AppendFile {
  private final Path file;
  private final String name;
  private final boolean isForced;

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
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long end = channel.size();
      try {
        write(channel, end, bytes);
      } catch (IOException e) {
        // What was written of it must not stand before what is written next.
        channel.truncate(end);
        throw e;
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return failed("expected its folder, found none at " + file.toAbsolutePath().getParent());
    } catch (AccessDeniedException e) {
      return failed("expected the permission to write it, found none");
    } catch (IOException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private void write(FileChannel channel, long end, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long at = end;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
    if (isForced) {
      channel.force(true);
    }
  }

  private Optional<String> failed(String why) {
    return Optional.of("cannot write " + name + ": " + why);
  }
}
