package jellybean.bench.cells;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * What was done to the fleet and what held, phase by phase; told as it goes, written at the end.
 */
final class Report {
  private static final int WIDTH = 110;
  private static final int MAX_FAULT_CHARACTERS = 600;

  private final List<EdnMap> phases = new ArrayList<>();
  private EdnMap facts = EdnMap.EMPTY;
  private EdnMap invariants = EdnMap.EMPTY;
  private EdnMap faults = EdnMap.EMPTY;
  private EdnMap figures = EdnMap.EMPTY;
  private String phase = "";
  private long startedNs = System.nanoTime();
  private boolean isGood = true;

  void fact(String name, Value value) {
    facts = facts.with(Keyword.of(name), value);
  }

  /** Ends the phase before. */
  void phase(String name) {
    endPhase();
    phase = name;
    startedNs = System.nanoTime();
    System.err.println("cells: " + name);
  }

  private void endPhase() {
    if (!phase.isEmpty()) {
      EdnMap done =
          EdnMap.of(Keyword.of("phase"), new Text(phase), Keyword.of("ms"), Int.of(elapsedMs()))
              .with(Keyword.of("holds"), invariants);
      if (figures.size() > 0) {
        done = done.with(Keyword.of("figures"), figures);
      }
      if (faults.size() > 0) {
        done = done.with(Keyword.of("faults"), faults);
      }
      phases.add(done);
    }
    phase = "";
    invariants = EdnMap.EMPTY;
    faults = EdnMap.EMPTY;
    figures = EdnMap.EMPTY;
  }

  private long elapsedMs() {
    return (System.nanoTime() - startedNs) / 1_000_000;
  }

  void figure(String name, Value value) {
    figures = figures.with(Keyword.of(name), value);
  }

  void holds(String invariant, Optional<String> fault) {
    invariants = invariants.with(Keyword.of(invariant), Bool.of(fault.isEmpty()));
    if (fault.isPresent()) {
      isGood = false;
      String text = fault.get();
      String cut =
          text.length() > MAX_FAULT_CHARACTERS
              ? text.substring(0, MAX_FAULT_CHARACTERS) + "…"
              : text;
      faults = faults.with(Keyword.of(invariant), new Text(cut));
      System.err.println("cells:   " + invariant + " does not hold: " + cut);
    }
  }

  boolean isGood() {
    return isGood;
  }

  /** Writes it, with its method on top. */
  void write(Path file, String method) {
    endPhase();
    EdnMap all =
        facts
            .with(Keyword.of("good"), Bool.of(isGood))
            .with(Keyword.of("phases"), EdnVector.of(phases));
    try {
      Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
      Files.createDirectories(folder);
      Files.writeString(file, ";; " + method + "\n" + EdnPrinter.pretty(all, WIDTH) + "\n");
    } catch (IOException e) {
      throw new RigException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
