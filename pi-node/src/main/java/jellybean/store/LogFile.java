package jellybean.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import jellybean.actor.JournalImage;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;

/** The file that is being written. */
final class LogFile implements AutoCloseable {
  /** The shape of the files; a store of a larger one is not touched. */
  static final long VERSION = 1;

  static final String LOG = ".log";
  static final String UNFINISHED = ".tmp";

  static final Keyword STORE = Keyword.of("store");
  static final Keyword OWNER = Keyword.of("of");
  static final Keyword IMAGE_END = Keyword.of("image-end");

  private static final int BUFFER_BYTES = 1 << 16;

  private final Folder.Appender file;
  private final long number;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private long offset;
  private long synced;

  private LogFile(Folder.Appender file, long number) {
    this.file = file;
    this.number = number;
  }

  static String name(long number) {
    return String.format(Locale.ROOT, "%08d", number) + LOG;
  }

  /**
   * A new file that begins with an image, on disk with its name when this returns; nothing of an
   * earlier one has changed before.
   */
  static LogFile begin(Folder folder, long number, String owner, JournalImage image)
      throws IOException {
    String unfinished = name(number) + UNFINISHED;
    LogFile log = new LogFile(folder.create(unfinished), number);
    log.write(EdnPrinter.toBytes(EdnMap.of(STORE, Int.of(VERSION), OWNER, new Text(owner))));
    for (byte[] line : EntryCodec.image(image)) {
      log.write(line);
    }
    log.write(EdnPrinter.toBytes(EdnMap.of(IMAGE_END, Bool.TRUE)));
    log.sync();
    folder.rename(unfinished, name(number));
    folder.sync();
    return log;
  }

  long number() {
    return number;
  }

  /** Where the next line begins. */
  long offset() {
    return offset;
  }

  void write(byte[] edn) throws IOException {
    byte[] line = Line.bytes(number, offset, synced, edn);
    buffer.writeBytes(line);
    offset += line.length;
    if (buffer.size() >= BUFFER_BYTES) {
      flush();
    }
  }

  /** After this all that was written is on disk. */
  void sync() throws IOException {
    flush();
    file.sync();
    synced = offset;
  }

  private void flush() throws IOException {
    file.write(buffer.toByteArray());
    buffer.reset();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
