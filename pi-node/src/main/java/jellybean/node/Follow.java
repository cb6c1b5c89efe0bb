package jellybean.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.ActorView;
import jellybean.actor.LoopControls;
import jellybean.actor.LoopView;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.Protocol;

/** What a loop is asked by someone who looks again and again: pure functions of what it shows. */
final class Follow {
  static final Keyword PATH = Keyword.of("path");
  static final Keyword AT = Keyword.of("at");

  /** Steps are timed for so long after somebody looked. */
  static final long MEASURE_MS = 30_000;

  private static final Keyword AFTER = Keyword.of("after");
  private static final Keyword CLUSTER = Keyword.of("cluster");
  private static final Keyword NUMBER = Keyword.of("number");
  private static final Keyword TRACE = Keyword.of("trace");
  private static final Keyword TO = Keyword.of("to");

  private Follow() {}

  private static Address path(EdnMap question) {
    return Listings.address(question.get(PATH, new Text("/")));
  }

  // ---- what is handled

  /**
   * Rows with {@code :at [member life loop cluster number]}, by which the next question goes on.
   */
  static Value tail(LoopView view, NodeId self, EdnMap question) {
    EdnMap after = question.get(AFTER, Nil.NIL) instanceof EdnMap map ? map : EdnMap.EMPTY;
    EdnVector place =
        EdnVector.of(new Text(self.value()), Int.of(view.incarnation()), Int.of(view.index()));
    List<Value> rows = new ArrayList<>();
    for (EdnMap row :
        view.historyFrom(
            path(question), cluster -> number(after.get(at(place, cluster), Nil.NIL)))) {
      Value at = place.append(row.get(CLUSTER)).append(row.get(NUMBER));
      rows.add(
          row.without(CLUSTER)
              .without(NUMBER)
              .with(AT, at)
              .with(ShellProtocol.MEMBER, new Text(self.value())));
    }
    return EdnVector.of(rows);
  }

  private static Value at(EdnVector place, Address cluster) {
    return place.append(new Text(cluster.path()));
  }

  /** What one member may answer, so that a busy one leaves room for the others. */
  static int shareBytes(EdnMap question, int maxBytes) {
    int members =
        question.get(ShellProtocol.MEMBERS, Nil.NIL) instanceof EdnVector all ? all.size() : 1;
    return maxBytes / Math.max(1, members);
  }

  /** As many as fit, at least one, without a gap: the next question asks for the others. */
  static Rows first(List<EdnMap> rows, int maxBytes) {
    Rows fitting = Rows.first(rows, maxBytes);
    return fitting.kept().isEmpty() && !rows.isEmpty()
        ? new Rows(List.of(Rows.small(rows.getFirst())), rows.size() - 1L)
        : fitting;
  }

  private static long number(Value value) {
    return value instanceof Int n ? n.value() : 0;
  }

  // ---- what is busy

  static Value busy(LoopControls view, NodeId self, Address path) {
    view.measureFor(MEASURE_MS);
    return EdnVector.of(
        view.actors().stream()
            .filter(actor -> path.contains(actor.address()))
            .map(actor -> place(actor, self).with(ShellProtocol.BUSY_MS, Int.of(actor.busyMs())))
            .toList());
  }

  static Value places(LoopView view, NodeId self, Address path) {
    return EdnVector.of(
        view.actors().stream()
            .filter(actor -> path.contains(actor.address()))
            .map(actor -> place(actor, self))
            .toList());
  }

  private static EdnMap place(ActorView actor, NodeId self) {
    return EdnMap.of(
        ShellProtocol.ADDRESS, new Text(actor.address().path()),
        ShellProtocol.KIND, Keyword.of(actor.kind()),
        ShellProtocol.MEMBER, new Text(self.value()),
        ShellProtocol.STATUS, Keyword.of(actor.status()),
        ShellProtocol.QUEUED, Int.of(actor.queued()),
        ShellProtocol.HANDLED, Int.of(actor.handled()));
  }

  // ---- what became of a message

  static Value traced(LoopView view, NodeId self, EdnMap question) {
    String trace = question.get(TRACE, Nil.NIL) instanceof Text text ? text.value() : "";
    return EdnVector.of(
        view.traced(trace).stream()
            .map(row -> row.with(ShellProtocol.MEMBER, new Text(self.value())))
            .toList());
  }

  static Value traceNext(LoopControls view, EdnMap question) {
    Optional<Keyword> name =
        question.get(ShellProtocol.NAME, Nil.NIL) instanceof Keyword k
            ? Optional.of(k)
            : Optional.empty();
    if (question.get(TRACE, Nil.NIL) instanceof Text trace) {
      view.traceNext(Listings.address(question.get(TO, Nil.NIL)), name, trace.value());
    }
    return EdnVector.EMPTY;
  }

  // ---- what does not run

  /** Rows of what a supervisor knows and no node can show. */
  static List<EdnMap> away(ActorView supervisor, Address path) {
    if (!(supervisor.state() instanceof EdnMap state)
        || !(state.get(Protocol.AWAY, Nil.NIL) instanceof EdnVector away)) {
      return List.of();
    }
    List<EdnMap> rows = new ArrayList<>();
    for (Value each : away) {
      if (each instanceof EdnMap row
          && path.contains(Listings.address(row.get(ShellProtocol.ADDRESS, Nil.NIL)))) {
        rows.add(row);
      }
    }
    return rows;
  }
}
