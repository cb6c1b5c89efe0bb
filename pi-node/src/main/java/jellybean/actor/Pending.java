package jellybean.actor;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Keyword;
import jellybean.port.Timers;
import jellybean.port.Workers;
import org.jspecify.annotations.Nullable;

/** What an actor has begun on other threads in its life; belongs to its loop. */
final class Pending {
  /** Pieces of work of one actor at a time, so that one alone never takes all workers. */
  static final int MAX_WORKS = 4;

  /** Sources that one life may open. */
  static final int MAX_SOURCES = 4;

  final Set<Piece> pieces = new LinkedHashSet<>();

  /** Open, or about to be. */
  final Set<Opened> sources = new LinkedHashSet<>();

  /** A piece of work that is not over. */
  static final class Piece {
    final Keyword name;
    final long withinMs;
    final Runnable giveUp;
    final Optional<Opened> source;
    Optional<Workers.Job> job = Optional.empty();
    Timers.@Nullable Timer deadline;

    /**
     * @param source what it opens; if that is nothing, it counts as the actor's work
     */
    Piece(Keyword name, long withinMs, Runnable giveUp, Optional<Opened> source) {
      this.name = name;
      this.withinMs = withinMs;
      this.giveUp = giveUp;
      this.source = source;
    }

    void cancelDeadline() {
      if (deadline != null) {
        deadline.cancel();
      }
    }
  }

  static Pending of(LocalActor actor) {
    Pending present = actor.pending;
    if (present == null) {
      present = new Pending();
      actor.pending = present;
    }
    return present;
  }

  static int works(LocalActor actor) {
    Pending pending = actor.pending;
    return pending == null
        ? 0
        : (int) pending.pieces.stream().filter(p -> p.source.isEmpty()).count();
  }

  static int sources(LocalActor actor) {
    return actor.pending == null ? 0 : actor.pending.sources.size();
  }

  /** True if the piece was still waited for, and now is not. */
  static boolean settle(LocalActor actor, Piece piece) {
    boolean isAwaited = actor.pending != null && actor.pending.pieces.remove(piece);
    if (isAwaited) {
      piece.cancelDeadline();
    }
    return isAwaited;
  }

  /** The life is over: nobody waits for its work, and what it opened is closed. */
  static void forget(LocalActor actor) {
    Pending pending = actor.pending;
    if (pending == null) {
      return;
    }
    actor.pending = null;
    for (Piece piece : pending.pieces) {
      piece.cancelDeadline();
      Jobs.abandon(piece);
    }
    pending.sources.forEach(Opened::close);
  }
}
