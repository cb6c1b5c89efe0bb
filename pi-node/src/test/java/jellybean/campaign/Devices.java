package jellybean.campaign;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jellybean.actor.Behaviour;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.system.Bundle;
import jellybean.system.Checked;
import jellybean.system.Checker;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceCatalogue.DeviceType;
import jellybean.system.DeviceDef;
import jellybean.system.SupervisorDef;

/** The devices of simulated boards, and the compiler that knows them. */
final class Devices {
  /** Words of one document. */
  static final int WORDS = 8;

  private static final Keyword TALKER = Keyword.of("talker");
  private static final Keyword SINK = Keyword.of("sink");

  private static final DeviceCatalogue CATALOGUE =
      DeviceCatalogue.of(
          Map.of(
              TALKER,
              new DeviceType(
                  Map.of(
                      Keyword.of("every-ms"),
                      ConfigKey.required(
                          v -> v instanceof Int ? Optional.empty() : Optional.of("a number"))),
                  Set.of(),
                  IntStream.range(0, WORDS)
                      .mapToObj(i -> Keyword.of("w" + i))
                      .collect(Collectors.toSet())),
              SINK,
              DeviceType.handlingAnything(Map.of(), Set.of())));

  /** What was compiled before: every node of every cluster compiles the same few documents. */
  private final Map<Source, SupervisorDef> compiled = new HashMap<>();

  private record Source(Bundle bundle, EdnMap with) {}

  SupervisorDef compile(Bundle bundle, EdnMap with) {
    return compiled.computeIfAbsent(new Source(bundle, with), Devices::compile);
  }

  private static SupervisorDef compile(Source source) {
    Checked checked = new Checker(CATALOGUE).check(source.bundle, source.with);
    return checked
        .definition()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "faults: " + checked.faults() + " in " + source.bundle));
  }

  static Behaviour<?> create(Board board, DeviceDef def) {
    return def.type() == TALKER ? new Talker(board, def) : new Sink(board);
  }
}
