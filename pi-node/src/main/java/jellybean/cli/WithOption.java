package jellybean.cli;

import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Value;
import picocli.CommandLine.Option;

/** The values for a document's params. */
final class WithOption {
  @Option(
      names = "--with",
      paramLabel = "MAP",
      defaultValue = "{}",
      description = "values for the document's params, such as '{:file \"a.txt\"}'")
  private String text = "{}";

  /** What was given. */
  EdnMap values() {
    try {
      Value value = EdnReader.readOne(text);
      if (value instanceof EdnMap map) {
        return map;
      }
      throw wrong(text);
    } catch (EdnException e) {
      throw wrong(text + " (" + e.getMessage() + ")");
    }
  }

  private static WrongUsageException wrong(String found) {
    return new WrongUsageException("--with: expected an EDN map, found " + found);
  }
}
