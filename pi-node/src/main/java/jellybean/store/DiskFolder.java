package jellybean.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A folder of a real file system. */
public final class DiskFolder implements Folder {
  private final Path directory;

  private DiskFolder(Path directory) {
    this.directory = directory;
  }

  /**
   * The folder at that path, which is made if it does not exist.
   *
   * @throws StoreException it cannot be made
   */
  public static DiskFolder at(Path directory) {
    try {
      Files.createDirectories(directory);
      return new DiskFolder(directory);
    } catch (IOException e) {
      throw new StoreException("cannot keep data in " + directory + ": " + e, e);
    }
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public InputStream read(String name) throws IOException {
    return Files.newInputStream(directory.resolve(name));
  }

  @Override
  public Appender create(String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new Appender() {
      @Override
      public void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
      }

      @Override
      public void sync() throws IOException {
        channel.force(false);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void moveInto(String subFolder, List<String> names) throws IOException {
    Path into = Files.createDirectory(directory.resolve(subFolder));
    for (String name : names) {
      Files.move(directory.resolve(name), into.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
    sync(into);
    sync();
  }

  @Override
  public boolean hasSubFolder(String name) {
    return Files.isDirectory(directory.resolve(name));
  }

  @Override
  public void sync() throws IOException {
    sync(directory);
  }

  /** Linux syncs a directory by a descriptor that was opened for reading. */
  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public String path() {
    return directory.toString();
  }
}
