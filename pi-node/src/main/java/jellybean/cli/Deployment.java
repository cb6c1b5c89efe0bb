package jellybean.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.Session;
import jellybean.system.Bundle;
import jellybean.system.SupervisorDef;

/**
 * A system that was handed to the fleet, and where its parts live.
 *
 * @param answer what the member said: {@code {:system … :version … :home …}}
 * @param places sorted by address
 */
record Deployment(EdnMap answer, List<Place> places) {
  /** The home calls the others, they start their parts: seconds, even by radio. */
  static final long ANSWER_MS = 70_000;

  private static final long TREE_MS = 15_000;
  private static final Keyword HOME = Keyword.of("home");
  private static final Keyword SYSTEM = Keyword.of("system");
  private static final Keyword CHILDREN = Keyword.of("children");
  private static final Keyword ADDRESS = Keyword.of("address");
  private static final Keyword MEMBER = Keyword.of("member");

  Deployment {
    places = List.copyOf(places);
  }

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
    if (!(answer instanceof EdnMap map)) {
      throw new CommandFailedException(
          "deploy: expected a map in answer from " + session.member() + ", found " + answer);
    }
    Value tree = Question.ask(session, "tree", new Text("/" + system.name()), TREE_MS);
    return new Deployment(map, placesOf(tree));
  }

  /** Where the parts of a tree live; what only sums up others has no place. */
  static List<Place> placesOf(Value tree) {
    List<Place> places = new ArrayList<>();
    collect(tree, places);
    places.sort(Comparator.comparing(Place::address));
    return places;
  }

  private static void collect(Value node, List<Place> places) {
    if (!(node instanceof EdnMap map)) {
      return;
    }
    if (map.get(ADDRESS, Nil.NIL) instanceof Text address
        && map.get(MEMBER, Nil.NIL) instanceof Text member) {
      places.add(new Place(address.value(), member.value()));
    }
    if (map.get(CHILDREN, Nil.NIL) instanceof EdnVector children) {
      children.forEach(child -> collect(child, places));
    }
  }

  /** {@link #answer} with the places: {@code :places {"/a/b" "member" …}}. */
  EdnMap toValue() {
    EdnMap map = EdnMap.EMPTY;
    for (Place place : places) {
      map = map.with(new Text(place.address()), new Text(place.member()));
    }
    return answer.with(Keyword.of("places"), map);
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
