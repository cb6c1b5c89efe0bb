package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * How the documents of two nodes are compared: a pure policy. Each sends the other what that one
 * does not have. Whoever hears of something newer sends its own digest back, once, so that
 * comparing brings both to the same, whichever of the two began.
 */
final class Digests {
  private static final int PAIR = 2;

  private Digests() {}

  /** What a node says to a digest of another, and what it has yet to say. */
  static Step<DocumentsState> answers(DocumentsState state, Delivery delivery) {
    EdnMap theirs = Fields.mapOf(delivery.data(), "digest");
    Address from = delivery.info().from();
    NodeId who = Documents.nodeOf(from);
    List<Effect> effects = new ArrayList<>();
    Spread spread = state.spread();
    for (Deployment mine : state.deployments().values()) {
      Optional<EdnVector> known = theirs.find(new Text(mine.name())).map(Digests::pair);
      if (known.isEmpty() || version(known.get()).compareTo(mine.version()) < 0) {
        if (Spread.isLarge(mine)) {
          spread = spread.with(who, mine.name());
        } else {
          effects.add(Effect.send(from, Protocol.DEPLOYMENT, mine.toValue()));
        }
        continue;
      }
      spread = spread.without(who, mine.name());
      if (epoch(known.get()).compareTo(mine.epoch()) < 0) {
        effects.add(Effect.send(from, Protocol.CLAIM, claim(mine)));
      }
    }
    DocumentsState next = state.spreading(spread.owing(who), effects);
    if (delivery.name().equals(Protocol.DIGEST) && tellsNews(state, theirs)) {
      effects.add(Effect.send(from, Protocol.DIGEST_BACK, state.digest()));
    }
    return new Step<>(next, effects);
  }

  private static boolean tellsNews(DocumentsState state, EdnMap theirs) {
    boolean[] isNew = new boolean[1];
    theirs.forEach(
        (name, pair) -> {
          Optional<Deployment> mine = state.find(Fields.text(name, "name of a system"));
          isNew[0] |=
              mine.isEmpty()
                  || mine.get().version().compareTo(version(pair(pair))) < 0
                  || mine.get().epoch().compareTo(epoch(pair(pair))) < 0;
        });
    return isNew[0];
  }

  private static Stamp version(EdnVector pair) {
    return Stamp.fromValue(pair.get(0));
  }

  private static Stamp epoch(EdnVector pair) {
    return Stamp.fromValue(pair.get(1));
  }

  private static EdnVector pair(Value value) {
    if (value instanceof EdnVector pair && pair.size() == PAIR) {
      return pair;
    }
    throw new ProtocolException(
        "bad digest: expected [version epoch], found " + Fields.brief(value));
  }

  /** Who runs the root of a system, as it is told to others. */
  static EdnMap claim(Deployment taken) {
    EdnMap claim = taken.tenure().toValue().with(Protocol.NAME, new Text(taken.name()));
    return first(taken).map(s -> claim.with(Protocol.GENESIS, s.toValue())).orElse(claim);
  }

  /** Of which deployment from nothing a home is. */
  static Optional<Stamp> first(Deployment system) {
    return system.genesis().map(Genesis::first);
  }
}
