package jellybean.node;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.ShellException;
import jellybean.shell.Workbench;
import jellybean.system.Bundle;

/** Files and documents of a shell that are nowhere but here. */
final class MemoryBench implements Workbench {
  final Map<String, Value> files = new HashMap<>();
  final Map<String, Bundle> documents = new HashMap<>();

  @Override
  public EdnMap deployment(Path file, EdnMap with) {
    String name = file.toString().replace(".edn", "");
    return EdnMap.of(
        Keyword.of("name"),
        new Text(name),
        Keyword.of("bundle"),
        documents.get(file.toString()).toValue(),
        Keyword.of("with"),
        with);
  }

  @Override
  public Value read(Path file) {
    if (!files.containsKey(file.toString())) {
      throw new ShellException("cannot read " + file);
    }
    return files.get(file.toString());
  }

  @Override
  public void write(Path file, Value value) {
    files.put(file.toString(), value);
  }
}
