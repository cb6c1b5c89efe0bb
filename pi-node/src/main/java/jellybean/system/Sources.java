package jellybean.system;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.edn.Syntax;
import jellybean.lang.Fault;

/** The files of a bundle, each read once. */
final class Sources {
  private final Bundle bundle;
  private final Faults faults;
  private final Map<String, Optional<Syntax>> read = new HashMap<>();

  Sources(Bundle bundle, Faults faults) {
    this.bundle = bundle;
    this.faults = faults;
  }

  /** The one form of a file; empty and reported if the bundle lacks it or it cannot be read. */
  Optional<Syntax> find(String name, Spot use) {
    Optional<String> badName = Bundle.nameFault(name);
    if (badName.isPresent()) {
      faults.add(use, badName.get());
      return Optional.empty();
    }
    if (!bundle.files().containsKey(name)) {
      String hint = faults.hint(name, bundle.files().keySet());
      faults.add(use, "cannot find the file " + name + hint);
      return Optional.empty();
    }
    return read.computeIfAbsent(name, this::read);
  }

  int length(String name) {
    return bundle.files().getOrDefault(name, "").length();
  }

  private Optional<Syntax> read(String name) {
    byte[] text = bundle.files().getOrDefault(name, "").getBytes(StandardCharsets.UTF_8);
    try {
      EdnReader reader = EdnReader.of(text, name, ReadLimits.DOCUMENT);
      Optional<Syntax> form = reader.nextSyntax();
      if (form.isEmpty()) {
        faults.add(new Spot(name, jellybean.edn.Position.START), "expected a map, found no form");
      }
      reader
          .nextSyntax()
          .ifPresent(
              second ->
                  faults.expected(new Spot(name, second.at()), "one form in the file", second));
      return form;
    } catch (EdnException e) {
      faults.add(new Fault(name, e.at(), e.detail()));
      return Optional.empty();
    }
  }
}
