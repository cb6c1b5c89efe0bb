package jellybean.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.Session;
import jellybean.system.Bundle;
import jellybean.system.SupervisorDef;

/**
 * A system that was handed to the fleet, as the member answered it.
 *
 * @param answer {@code {:system … :version … :home … :places {"/a/b" "member"}}}
 */
record Deployment(EdnMap answer) {
  /** The home calls the others, they start their parts: seconds, even by radio. */
  static final long ANSWER_MS = 70_000;

  private static final Keyword PLACES = Keyword.of("places");
  private static final Keyword HOME = Keyword.of("home");
  private static final Keyword SYSTEM = Keyword.of("system");

  /** Where one actor lives. */
  record Place(String address, String member) {}

  /**
   * Deploys and waits until everything runs.
   *
   * @throws CommandFailedException if the fleet refuses it or does not answer
   */
  static Deployment deploy(Session session, SupervisorDef system, Bundle bundle, EdnMap with) {
    EdnMap request =
        EdnMap.of(
            Keyword.of("name"),
            new Text(system.name()),
            Keyword.of("bundle"),
            bundle.toValue(),
            Keyword.of("with"),
            with);
    Value answer = Question.ask(session, "deploy", request, ANSWER_MS);
    if (answer instanceof EdnMap map) {
      return new Deployment(map);
    }
    throw new CommandFailedException(
        "deploy: expected a map in answer from " + session.member() + ", found " + answer);
  }

  /** Sorted by address. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    if (answer.get(PLACES, Nil.NIL) instanceof EdnMap map) {
      map.forEach((address, member) -> places.add(new Place(plain(address), plain(member))));
    }
    places.sort(Comparator.comparing(Place::address));
    return places;
  }

  String home() {
    return plain(answer.get(HOME, Nil.NIL));
  }

  String system() {
    return plain(answer.get(SYSTEM, Nil.NIL));
  }

  private static String plain(Value value) {
    return value instanceof Text text ? text.value() : value.toString();
  }
}
