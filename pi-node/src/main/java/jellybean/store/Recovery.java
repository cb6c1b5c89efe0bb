package jellybean.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import jellybean.actor.JournalImage;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;

/**
 * Reads what is on disk: a whole image, and the entries after it up to where the file ends, or to
 * where a power cut left something that nobody was told of. A line that had been on disk and cannot
 * be read is damage.
 */
final class Recovery {
  /** Kept for whoever wants to look: the last file with a torn end. */
  static final String TORN = "torn.log";

  private static final String DAMAGED = "damaged-";
  private static final int MAX_DAMAGED = 1_000;

  private final Folder folder;
  private final String owner;

  /**
   * What was found.
   *
   * @param file its number; 0 if there was none
   * @param tornBytes at the end, that were never confirmed to anybody
   * @param damage what was wrong, if the files were set aside
   */
  record Found(JournalImage image, long file, long tornBytes, Optional<String> damage) {}

  Recovery(Folder folder, String owner) {
    this.folder = folder;
    this.owner = owner;
  }

  Found run() throws IOException {
    for (String name : folder.names()) {
      if (name.endsWith(LogFile.UNFINISHED)) {
        folder.delete(name);
      }
    }
    List<String> logs = logs();
    if (logs.isEmpty()) {
      return new Found(new JournalImage(), 0, 0, Optional.empty());
    }
    String newest = logs.getLast();
    long number = number(newest);
    try (InputStream in = folder.read(newest)) {
      return new Reading(new Lines(in), folder.path() + "/" + newest, number, owner).run();
    } catch (DamageException e) {
      String where = setAside(logs);
      return new Found(
          new JournalImage(), number, 0, Optional.of(e.getMessage() + "; set aside in " + where));
    }
  }

  /** All logs, the newest last. */
  List<String> logs() throws IOException {
    return folder.names().stream()
        .filter(name -> name.endsWith(LogFile.LOG) && number(name) > 0)
        .toList();
  }

  /** 0 of a name that is no log's. */
  private static long number(String name) {
    String digits = name.substring(0, name.length() - LogFile.LOG.length());
    return digits.matches("[0-9]{8,18}") ? Long.parseLong(digits) : 0;
  }

  private String setAside(List<String> logs) throws IOException {
    for (int i = 1; i < MAX_DAMAGED; i++) {
      if (!folder.hasSubFolder(DAMAGED + i)) {
        folder.moveInto(DAMAGED + i, logs);
        return folder.path() + "/" + DAMAGED + i;
      }
    }
    throw new StoreException(
        folder.path() + " holds " + MAX_DAMAGED + " damaged stores: expected fewer");
  }

  /** Something that was on disk is not as it was written. */
  private static final class DamageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamageException(String message) {
      super(message);
    }
  }

  /** One pass over one file. */
  private static final class Reading {
    private final Lines lines;
    private final String name;
    private final long number;
    private final String owner;
    private final JournalImage image = new JournalImage();
    private boolean isBegun;
    private boolean isImageRead;

    Reading(Lines lines, String name, long number, String owner) {
      this.lines = lines;
      this.name = name;
      this.number = number;
      this.owner = owner;
    }

    Found run() throws IOException {
      long at = lines.offset();
      Optional<byte[]> bytes = lines.next();
      while (bytes.isPresent()) {
        Optional<Line> line = Line.read(number, at, bytes.get());
        if (line.isEmpty()) {
          return endsAt(at);
        }
        take(at, line.get());
        at = lines.offset();
        bytes = lines.next();
      }
      return endsAt(at);
    }

    private void take(long at, Line line) {
      try {
        take((EdnMap) line.value());
      } catch (StoreException e) {
        throw e;
      } catch (RuntimeException e) {
        throw damage(at, "an entry, found " + e);
      }
    }

    private void take(EdnMap map) {
      if (!isBegun) {
        requireOurs(map);
        isBegun = true;
      } else if (map.containsKey(LogFile.IMAGE_END)) {
        isImageRead = true;
      } else {
        EntryCodec.takeIn(map, image);
      }
    }

    private void requireOurs(EdnMap header) {
      if (!header.get(LogFile.STORE, Nil.NIL).equals(Int.of(LogFile.VERSION))) {
        throw new StoreException(
            name + ": expected a store of version " + LogFile.VERSION + ", found " + header);
      }
      if (!header.get(LogFile.OWNER, Nil.NIL).equals(new Text(owner))) {
        throw new StoreException(
            name
                + ": expected the store of node "
                + new Text(owner)
                + ", found that of "
                + header.get(LogFile.OWNER, Nil.NIL));
      }
    }

    /** Nothing can be read from there on; whether that had been on disk, later lines may know. */
    private Found endsAt(long at) throws IOException {
      if (!isImageRead) {
        throw damage(at, "an image");
      }
      long next = lines.offset();
      Optional<byte[]> bytes = lines.next();
      while (bytes.isPresent()) {
        Optional<Line> later = Line.read(number, next, bytes.get());
        if (later.isPresent() && later.get().synced() > at) {
          throw damage(at, "a line, as a later one says that it was on disk");
        }
        next = lines.offset();
        bytes = lines.next();
      }
      return new Found(image, number, lines.end() - at, Optional.empty());
    }

    private DamageException damage(long at, String expected) {
      return new DamageException(
          "damaged store: " + name + " at byte " + at + ": expected " + expected);
    }
  }
}
