package jellybean.device;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;

/**
 * {@code {:device file :type :file-lines :path "text.txt" :credit 4 :on #{:more} :says #{:line :end
 * :failed}}}: the lines of a text file in UTF-8, at the pace of those who read them.
 *
 * <p>{@code :path} of the file, if relative, starts at the node's folder; {@code :credit} is how
 * many lines it says before anybody asked, 0 if not given. A longer line than {@value
 * LineFile#MAX_LINE_BYTES} bytes is said as several, cut where no word is; lines end with a line
 * feed, or a carriage return and a line feed; the last one needs neither. Files of any size take
 * the memory of one piece of {@value LineFile#PIECE_BYTES} bytes.
 */
public final class FileLinesDriver implements Driver {
  private static final Keyword PATH = Keyword.of("path");
  private static final Keyword CREDIT = Keyword.of("credit");

  private final Path folder;

  public FileLinesDriver(Path folder) {
    this.folder = folder;
  }

  @Override
  public Keyword type() {
    return Keyword.of("file-lines");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
        Map.of(PATH, ConfigKey.required(Config.TEXT), CREDIT, ConfigKey.optional(Config.COUNT)),
        Set.of(FileLines.MORE),
        Set.of(FileLines.LINE, FileLines.END, FileLines.FAILED));
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    String path = Config.text(def, PATH);
    long credit = Config.count(def, CREDIT, 0);
    return new FileLines(def.name(), new LineFile(resolve(def, path), path), credit, def.says());
  }

  private Path resolve(DeviceDef def, String path) {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      throw Config.fault(def, PATH, "the path of a file", new Text(path));
    }
  }
}
