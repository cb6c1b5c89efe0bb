package jellybean.system;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * What the fleet knows of a system: the newest version of its document, or that it was taken away,
 * and who runs its root. The larger version and the larger epoch win everywhere, each for itself.
 *
 * @param name of the system; its root supervisor is {@code /name}
 * @param version of the document
 * @param bundle the sources; nothing once the system was taken away, which is remembered so that no
 *     member that was absent brings it back
 * @param with values for the document's parameters
 * @param genesis of a system that runs only in the majority
 */
record Deployment(
    String name,
    Stamp version,
    Tenure tenure,
    Optional<Bundle> bundle,
    EdnMap with,
    Optional<Genesis> genesis) {

  /** Of what it is beside its sources. */
  private static final int FRAME_BYTES = 256;

  /** Of a system that runs in every part of the fleet. */
  Deployment(String name, Stamp version, Tenure tenure, Optional<Bundle> bundle, EdnMap with) {
    this(name, version, tenure, bundle, with, Optional.empty());
  }

  /** The member that runs the root. */
  NodeId home() {
    return epoch().node();
  }

  /** Whether that node runs the root: of a system that has a genesis nobody does until it may. */
  boolean isAtHomeOn(NodeId node) {
    boolean hasBegun = genesis.filter(g -> Voters.named(g).epoch().equals(epoch())).isEmpty();
    return hasBegun && home().equals(node);
  }

  Stamp epoch() {
    return tenure.epoch();
  }

  /** Whether the system was taken away. */
  boolean isGone() {
    return bundle.isEmpty();
  }

  Deployment under(Tenure other) {
    return new Deployment(name, version, other, bundle, with, genesis);
  }

  /** Whether it runs only in the majority. */
  boolean isMajority() {
    return genesis.isPresent();
  }

  /**
   * @param waitingBytes of other orders that wait
   * @throws ProtocolException the order is too large, or is with what is deployed and what waits
   */
  static void requireSize(
      String name, EdnMap order, Collection<Deployment> deployed, long waitingBytes) {
    int bytes = EdnPrinter.toBytes(order).length;
    requireDocument(name, bytes);
    long total = bytes + waitingBytes;
    for (Deployment other : deployed) {
      total += other.name().equals(name) ? 0 : EdnPrinter.toBytes(other.toValue()).length;
    }
    if (total > Documents.MAX_TOTAL_BYTES) {
      throw new ProtocolException(
          "cannot deploy "
              + name
              + ": expected systems of at most "
              + Documents.MAX_TOTAL_BYTES
              + " bytes in all, found "
              + total);
    }
  }

  private static void requireDocument(String name, int bytes) {
    if (bytes > Documents.MAX_DEPLOYMENT_BYTES) {
      throw new ProtocolException(
          "cannot deploy "
              + name
              + ": expected a document of at most "
              + Documents.MAX_DEPLOYMENT_BYTES
              + " bytes with all it uses, found "
              + bytes);
    }
  }

  /** About as much as it takes printed. */
  long bytes() {
    long bytes = FRAME_BYTES;
    for (String text : bundle.map(b -> b.files().values()).orElse(List.of())) {
      bytes += text.length();
    }
    return with.isEmpty() ? bytes : bytes + EdnPrinter.toBytes(with).length;
  }

  /** The same system, taken away. */
  Deployment gone(NodeId by) {
    return new Deployment(
        name,
        new Stamp(version.counter() + 1, by),
        tenure,
        Optional.empty(),
        EdnMap.EMPTY,
        genesis);
  }

  /** What is known of a system after hearing this of it, too. */
  Deployment merged(Deployment other) {
    Deployment newer = version.compareTo(other.version) >= 0 ? this : other;
    if (!genesis.equals(other.genesis)) {
      return newer; // it was deployed anew: homes of before are not its homes
    }
    return newer.under(other.tenure.isAfter(tenure) ? other.tenure : tenure);
  }

  EdnMap toValue() {
    EdnMap map =
        EdnMap.of(
                Protocol.NAME,
                new Text(name),
                Protocol.VERSION,
                version.toValue(),
                Protocol.BUNDLE,
                bundle.<Value>map(Bundle::toValue).orElse(Nil.NIL),
                Protocol.WITH,
                with)
            .merge(tenure.toValue());
    return genesis.map(g -> map.with(Protocol.GENESIS, g.toValue())).orElse(map);
  }

  static Deployment fromValue(Value value) {
    EdnMap map = Fields.mapOf(value, "deployment");
    Value sources = Fields.at(map, Protocol.BUNDLE);
    return new Deployment(
        Fields.textAt(map, Protocol.NAME),
        Stamp.fromValue(Fields.at(map, Protocol.VERSION)),
        Tenure.fromValue(map),
        sources == Nil.NIL ? Optional.empty() : Optional.of(Bundle.fromValue(sources)),
        Fields.mapAt(map, Protocol.WITH),
        map.find(Protocol.GENESIS).map(Genesis::fromValue));
  }
}
