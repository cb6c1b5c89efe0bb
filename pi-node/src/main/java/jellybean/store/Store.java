package jellybean.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.JournalImage;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.port.Journal.Entry;
import jellybean.port.Journal.Kept;

/**
 * A store that is open. One thread at a time uses it, but for {@link #encode}; all of it may block
 * for as long as the disk does.
 *
 * <p>After a failure to write nothing can be known about what is on disk until it is read again, so
 * a store that failed once stays so (Rebello et al., "Can Applications Recover from fsync
 * Failures?", 2020).
 */
public final class Store implements AutoCloseable {
  /** What may be kept, in estimated heap bytes; it is in memory, too. */
  public static final long MAX_KEPT_BYTES = 8L << 20;

  /** A new file is begun when the present one is longer than twice its image and this. */
  static final long REWRITE_BYTES = 1 << 20;

  private final Folder folder;
  private final String owner;
  private final long rewriteBytes;
  private final Recovery.Found found;
  private final JournalImage image;
  private final List<Entry> unsynced = new ArrayList<>();
  private LogFile log;
  private long imageBytes;
  private Optional<String> failure = Optional.empty();

  private Store(Folder folder, String owner, long rewriteBytes, Recovery.Found found, LogFile log) {
    this.folder = folder;
    this.owner = owner;
    this.rewriteBytes = rewriteBytes;
    this.found = found;
    this.image = found.image();
    this.log = log;
    this.imageBytes = log.offset();
  }

  /**
   * Opens the store in a folder, or begins one.
   *
   * @param owner whose it is
   * @throws StoreException the folder cannot be read or written, or holds somebody else's store
   */
  public static Store open(Folder folder, String owner) {
    return open(folder, owner, REWRITE_BYTES);
  }

  static Store open(Folder folder, String owner, long rewriteBytes) {
    try {
      Recovery recovery = new Recovery(folder, owner);
      Recovery.Found found = recovery.run();
      List<String> old = recovery.logs();
      LogFile log = LogFile.begin(folder, found.file() + 1, owner, found.image());
      for (String name : old) {
        boolean isTorn = found.tornBytes() > 0 && name.equals(old.getLast());
        if (isTorn) {
          folder.rename(name, Recovery.TORN);
        } else {
          folder.delete(name);
        }
      }
      return new Store(folder, owner, rewriteBytes, found, log);
    } catch (IOException e) {
      throw new StoreException("cannot open the store in " + folder.path() + ": " + e, e);
    }
  }

  /** What was wrong with the store that was found, and where it is now; empty if nothing was. */
  public Optional<String> damage() {
    return found.damage();
  }

  /** Bytes at the end of the last file that a power cut left, and nobody was told of. */
  public long tornBytes() {
    return found.tornBytes();
  }

  JournalImage image() {
    return image;
  }

  /** Actors of which something is kept. */
  public int actors() {
    return image.actors().size();
  }

  /** Estimated heap bytes of what is kept. */
  public long keptBytes() {
    return image.bytes();
  }

  /** Length of the file in use. */
  public long fileBytes() {
    return log.offset();
  }

  /**
   * The text of an entry. Any thread.
   *
   * @throws jellybean.port.JournalException it has none, or one that is too long
   */
  public static byte[] encode(Entry entry) {
    return EntryCodec.bytes(entry);
  }

  /** What is kept of an actor, with all entries that were synced. */
  public Kept load(Address actor) {
    requireWhole();
    return image.kept(actor);
  }

  /**
   * Appends an entry; it is on disk after the next {@link #sync}.
   *
   * @param edn what {@link #encode} made of it
   * @throws StoreException it cannot be written; nothing will be any more
   */
  public void write(Entry entry, byte[] edn) {
    requireWhole();
    try {
      log.write(edn);
      unsynced.add(entry);
    } catch (IOException e) {
      throw failed("write", e);
    }
  }

  /**
   * Waits until all entries are on disk.
   *
   * @return of each entry since the last call the messages that {@link
   *     jellybean.port.Journal.Written} tells of
   * @throws StoreException they may not be there; nothing will be written any more
   */
  public List<List<Envelope>> sync() {
    requireWhole();
    try {
      log.sync();
      List<List<Envelope>> told = new ArrayList<>();
      unsynced.forEach(entry -> told.add(image.apply(entry)));
      unsynced.clear();
      if (log.offset() > 2 * imageBytes + rewriteBytes) {
        rewrite();
      }
      return told;
    } catch (IOException e) {
      throw failed("sync", e);
    }
  }

  private void rewrite() throws IOException {
    LogFile old = log;
    log = LogFile.begin(folder, old.number() + 1, owner, image);
    imageBytes = log.offset();
    old.close();
    folder.delete(LogFile.name(old.number()));
  }

  private StoreException failed(String what, IOException e) {
    String why = "cannot " + what + " the store in " + folder.path() + ": " + e;
    failure = Optional.of(why);
    return new StoreException(why, e);
  }

  private void requireWhole() {
    if (failure.isPresent()) {
      throw new StoreException(failure.get());
    }
  }

  /** What was not synced is lost. */
  @Override
  public void close() {
    try {
      log.close();
    } catch (IOException e) {
      throw failed("close", e);
    }
  }
}
