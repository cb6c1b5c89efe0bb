package jellybean.shell;

import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;

/**
 * A document of a saved system: {@code {:jelly/saved 1 :system "s" :path "/s" :document {:bundle
 * {…} :with {…}} :actors [{:actor "/s/a" :kind :actor :state v :mailbox […] …} …]}}.
 *
 * @param path what was saved: the system, or a part of it
 * @param actors sorted by address
 */
record SavedSystem(String system, Address path, EdnMap document, List<EdnMap> actors) {
  static final Keyword ACTOR = Keyword.of("actor");
  static final Keyword KIND = Keyword.of("kind");

  private static final Keyword SAVED = Keyword.of("jelly", "saved");
  private static final Keyword SYSTEM = Keyword.of("system");
  private static final Keyword PATH = Keyword.of("path");
  private static final Keyword DOCUMENT = Keyword.of("document");
  private static final Keyword ACTORS = Keyword.of("actors");
  private static final Keyword BUNDLE = Keyword.of("bundle");
  private static final Keyword WITH = Keyword.of("with");

  /** Of this form of the document. */
  private static final long VERSION = 1;

  SavedSystem {
    actors = List.copyOf(actors);
  }

  EdnMap toValue() {
    return EdnMap.of(
        SAVED,
        Int.of(VERSION),
        SYSTEM,
        new Text(system),
        PATH,
        Place.text(path),
        DOCUMENT,
        document,
        ACTORS,
        EdnVector.of(actors.stream().<Value>map(a -> a).toList()));
  }

  /** What is needed of a deployment. */
  static EdnMap document(Value deployment) {
    return EdnMap.of(
        BUNDLE,
        Place.field(deployment, BUNDLE).orElse(Nil.NIL),
        WITH,
        Place.field(deployment, WITH).orElse(EdnMap.EMPTY));
  }

  /**
   * What {@link #toValue} made.
   *
   * @throws ShellException it is something else
   */
  static SavedSystem of(Value value) {
    if (value instanceof EdnMap map
        && map.get(SAVED, Nil.NIL).equals(Int.of(VERSION))
        && map.get(SYSTEM, Nil.NIL) instanceof Text system
        && map.get(PATH, Nil.NIL) instanceof Text path
        && map.get(DOCUMENT, Nil.NIL) instanceof EdnMap document
        && map.get(ACTORS, Nil.NIL) instanceof EdnVector actors) {
      try {
        return new SavedSystem(
            system.value(), new Address(path.value()), document, Records.of(actors));
      } catch (BadNameException e) {
        throw new ShellException("load: " + e.getMessage());
      }
    }
    String text = value.toString();
    throw new ShellException(
        "load: expected what save wrote, {:jelly/saved 1 :system … :path … :document … :actors …},"
            + " found "
            + (text.length() > 80 ? text.substring(0, 80) + "…" : text));
  }

  static Address address(EdnMap actor) {
    if (actor.get(ACTOR, Nil.NIL) instanceof Text text) {
      try {
        return new Address(text.value());
      } catch (BadNameException e) {
        throw new ShellException("load: " + e.getMessage());
      }
    }
    throw new ShellException("load: expected an :actor in " + actor);
  }

  static boolean isSupervisor(EdnMap actor) {
    Value kind = actor.get(KIND, Nil.NIL);
    return kind.equals(Keyword.of("supervisor")) || kind.equals(Keyword.of("system"));
  }
}
