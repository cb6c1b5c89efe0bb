package jellybean.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.ShellException;
import jellybean.shell.Workbench;
import jellybean.system.Checker;

/** The files of this machine, for the shell. */
final class FileBench implements Workbench {
  /** Of a saved system. */
  static final long MAX_BYTES = 64L << 20;

  private static final ReadLimits LIMITS =
      new ReadLimits(ReadLimits.DEFAULT_DEPTH + 10, MAX_BYTES, 1 << 26);

  private final Checker checker;

  FileBench(Checker checker) {
    this.checker = checker;
  }

  @Override
  public EdnMap deployment(Path file, EdnMap with) {
    try {
      Documents.Outcome document = Documents.check(file, with, checker);
      if (document.bundle().isEmpty() || document.checked().definition().isEmpty()) {
        List<String> faults = document.checked().faults().stream().map(Object::toString).toList();
        throw new ShellException("not deployed: " + String.join("; ", faults));
      }
      return EdnMap.of(
          Keyword.of("name"),
          new Text(document.checked().definition().get().name()),
          Keyword.of("bundle"),
          document.bundle().get().toValue(),
          Keyword.of("with"),
          with);
    } catch (CommandFailedException e) {
      throw new ShellException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Value read(Path file) {
    try (Source source = Source.ofFile(file)) {
      Optional<Value> value = EdnReader.of(source.in(), file.toString(), LIMITS).next();
      return value.orElseThrow(
          () -> new ShellException(file + ": expected what save wrote, found nothing"));
    } catch (EdnException | CommandFailedException e) {
      throw new ShellException(String.valueOf(e.getMessage()));
    }
  }

  /** First beside it, so that what was there before is there until all of it is written. */
  @Override
  public void write(Path file, Value value) {
    Path absolute = file.toAbsolutePath();
    Path folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
    try {
      Path beside = Files.createTempFile(folder, ".jelly-save", ".edn");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
          EdnPrinter.write(value, out);
          out.write('\n');
        }
        Files.move(beside, absolute, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new ShellException("cannot write " + file + ": " + e);
    }
  }
}
