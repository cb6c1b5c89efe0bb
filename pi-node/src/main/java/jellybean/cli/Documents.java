package jellybean.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.lang.Fault;
import jellybean.system.Bundle;
import jellybean.system.BundleException;
import jellybean.system.Checked;
import jellybean.system.Checker;

/** System documents on this machine's disk: gathered with the files they use, and checked. */
final class Documents {
  private Documents() {}

  /** A document that was looked at; faults name files as the person who gave the path sees them. */
  record Outcome(Optional<Bundle> bundle, Checked checked) {}

  /**
   * Reads {@code main} and what it uses, and checks it.
   *
   * @param with values for its params
   * @throws CommandFailedException if the file itself cannot be read
   */
  static Outcome check(Path main, EdnMap with, Checker checker) {
    Source.ofFile(main).close();
    return check(main, Optional.empty(), with, checker);
  }

  /** The same with a text in the place of what is in the file {@code main}. */
  static Outcome checkText(Path main, String text, EdnMap with, Checker checker) {
    return check(main, Optional.of(text.getBytes(StandardCharsets.UTF_8)), with, checker);
  }

  private static Outcome check(Path main, Optional<byte[]> text, EdnMap with, Checker checker) {
    Path folder = Optional.ofNullable(main.getParent()).orElse(Path.of(""));
    String own = String.valueOf(main.getFileName());
    try {
      Bundle bundle =
          Bundle.collect(
              own, name -> name.equals(own) && text.isPresent() ? text : read(folder, name));
      Checked checked = checker.check(bundle, with);
      return new Outcome(Optional.of(bundle), located(checked, folder));
    } catch (BundleException e) {
      Checked unread = new Checked(Optional.empty(), List.of(e.toFault()));
      return new Outcome(Optional.empty(), located(unread, folder));
    }
  }

  /** Refuses what is larger than any bundle before reading it. */
  private static Optional<byte[]> read(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      int most = Bundle.MAX_BYTES + 1;
      try (var in = Files.newInputStream(file)) {
        return Optional.of(in.readNBytes(most));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new CommandFailedException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Checked located(Checked checked, Path folder) {
    List<Fault> faults =
        checked.faults().stream().map(f -> f.hasPlace() ? located(f, folder) : f).toList();
    return new Checked(checked.definition(), faults);
  }

  private static Fault located(Fault fault, Path folder) {
    return new Fault(folder.resolve(fault.source()).toString(), fault.at(), fault.message());
  }
}
