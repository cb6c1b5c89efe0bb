package jellybean.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The files of one store. What is not synced may be gone, in part and in any order, after a power
 * cut. Used by one thread at a time.
 */
public interface Folder {
  /** Its files, without sub-folders, sorted by name. */
  List<String> names() throws IOException;

  /** Begins to read a file; the caller closes it. */
  InputStream read(String name) throws IOException;

  /** An empty file; one of that name that exists is replaced. */
  Appender create(String name) throws IOException;

  /** What has that name already is replaced. */
  void rename(String from, String to) throws IOException;

  /** Nothing happens if it does not exist. */
  void delete(String name) throws IOException;

  /** Moves files into a sub-folder that does not exist yet, and syncs both. */
  void moveInto(String subFolder, List<String> names) throws IOException;

  /** Whether there is a sub-folder of that name. */
  boolean hasSubFolder(String name) throws IOException;

  /** After this the names of files are on disk: creations, renames, deletions. */
  void sync() throws IOException;

  /** Where it is, for messages. */
  String path();

  /** A file that grows. */
  interface Appender extends AutoCloseable {
    void write(byte[] bytes) throws IOException;

    /** After this all that was written is on disk. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
  }
}
