package jellybean.device;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.edn.Bool;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;

/**
 * {@code {:device notes :type :file-append :path "notes.txt" :on #{:write} :says #{:failed}}}:
 * appends lines to a text file in UTF-8, which is made if it is not there.
 *
 * <p>{@code :path}, if relative, starts at the node's folder. A line counts as written when it is
 * on the disk; with {@code :sync false} when the system has it, which a power cut may lose, but
 * wears a card less.
 */
public final class FileAppendDriver implements Driver {
  private static final Keyword PATH = Keyword.of("path");
  private static final Keyword SYNC = Keyword.of("sync");

  private final Path folder;

  public FileAppendDriver(Path folder) {
    this.folder = folder;
  }

  @Override
  public Keyword type() {
    return Keyword.of("file-append");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
        Map.of(PATH, ConfigKey.required(Config.TEXT), SYNC, ConfigKey.optional(Config.FLAG)),
        Set.of(FileAppend.WRITE),
        Set.of(FileAppend.FAILED));
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    String path = Config.text(def, PATH);
    boolean isForced = def.config().get(SYNC, Bool.TRUE) != Bool.FALSE;
    return new FileAppend(new AppendFile(resolve(def, path), path, isForced), def.says());
  }

  private Path resolve(DeviceDef def, String path) {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      throw Config.fault(def, PATH, "the path of a file", new Text(path));
    }
  }
}
