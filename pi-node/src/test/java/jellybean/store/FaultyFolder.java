package jellybean.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A folder of a disk that forgets: what was not synced is lost at a power cut, in part, out of
 * order or torn. Names are kept as by a journalling file system: of their changes since the last
 * sync the first few are on disk.
 */
public final class FaultyFolder implements Folder {
  private static final int SECTOR_BYTES = 512;

  private TreeMap<String, Inode> names = new TreeMap<>();
  private final TreeMap<String, Inode> namesOnDisk = new TreeMap<>();
  private final List<Consumer<TreeMap<String, Inode>>> changes = new ArrayList<>();
  private final TreeMap<String, List<String>> subFolders = new TreeMap<>();
  private long operationsLeft = Long.MAX_VALUE;
  private long operations;

  /** The content of a file; its last {@code bytes.length - synced} bytes may be lost. */
  private static final class Inode {
    private byte[] bytes = {};
    private int synced;
  }

  // ---- for tests

  /** From then on every write, sync and change of a name fails. */
  public void failAfter(long more) {
    operationsLeft = more;
  }

  /** Writes, syncs and changes of names so far. */
  public long operations() {
    return operations;
  }

  public byte[] content(String name) {
    return file(name).bytes.clone();
  }

  public void put(String name, byte[] bytes) {
    Inode file = new Inode();
    file.bytes = bytes.clone();
    file.synced = bytes.length;
    names.put(name, file);
    namesOnDisk.put(name, file);
  }

  public List<String> subFolder(String name) {
    return subFolders.getOrDefault(name, List.of());
  }

  /** The power goes, and comes again. */
  public void powerCut(SplittableRandom random) {
    int survive = random.nextInt(changes.size() + 1);
    changes.subList(0, survive).forEach(change -> change.accept(namesOnDisk));
    changes.clear();
    names = new TreeMap<>(namesOnDisk);
    names.values().forEach(file -> lose(file, random));
    operationsLeft = Long.MAX_VALUE;
  }

  /** Sectors that were not synced are there, or zero, or garbage, or beyond the end. */
  private static void lose(Inode file, SplittableRandom random) {
    int length = file.synced + random.nextInt(file.bytes.length - file.synced + 1);
    byte[] left = Arrays.copyOf(file.bytes, length);
    boolean isTornOnly = random.nextBoolean();
    for (int at = file.synced; at < length && !isTornOnly; at = nextSector(at)) {
      int end = Math.min(length, nextSector(at));
      switch (random.nextInt(4)) {
        case 0 -> Arrays.fill(left, at, end, (byte) 0);
        case 1 -> {
          for (int i = at; i < end; i++) {
            left[i] = (byte) random.nextInt();
          }
        }
        default -> {}
      }
    }
    file.bytes = left;
    file.synced = length;
  }

  private static int nextSector(int at) {
    return (at / SECTOR_BYTES + 1) * SECTOR_BYTES;
  }

  // ---- the folder

  private Inode file(String name) {
    Inode file = names.get(name);
    if (file == null) {
      throw new AssertionError("no file " + name + " in " + names.keySet());
    }
    return file;
  }

  private void operation() throws IOException {
    operations++;
    if (operationsLeft-- <= 0) {
      throw new IOException("input/output error");
    }
  }

  private void change(Consumer<TreeMap<String, Inode>> change) throws IOException {
    operation();
    change.accept(names);
    changes.add(change);
  }

  @Override
  public List<String> names() {
    return List.copyOf(names.keySet());
  }

  @Override
  public InputStream read(String name) {
    return new ByteArrayInputStream(file(name).bytes);
  }

  @Override
  public Appender create(String name) throws IOException {
    Inode file = new Inode();
    change(all -> all.put(name, file));
    return new Appender() {
      @Override
      public void write(byte[] bytes) throws IOException {
        operation();
        int before = file.bytes.length;
        file.bytes = Arrays.copyOf(file.bytes, before + bytes.length);
        System.arraycopy(bytes, 0, file.bytes, before, bytes.length);
      }

      @Override
      public void sync() throws IOException {
        operation();
        file.synced = file.bytes.length;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Inode file = file(from);
    change(
        all -> {
          all.remove(from);
          all.put(to, file);
        });
  }

  @Override
  public void delete(String name) throws IOException {
    change(all -> all.remove(name));
  }

  @Override
  public void moveInto(String subFolder, List<String> moved) throws IOException {
    for (String name : moved) {
      change(all -> all.remove(name));
    }
    subFolders.put(subFolder, List.copyOf(moved));
    sync();
  }

  @Override
  public boolean hasSubFolder(String name) {
    return subFolders.containsKey(name);
  }

  @Override
  public void sync() throws IOException {
    operation();
    changes.forEach(change -> change.accept(namesOnDisk));
    changes.clear();
  }

  @Override
  public String path() {
    return "/data/store";
  }
}
