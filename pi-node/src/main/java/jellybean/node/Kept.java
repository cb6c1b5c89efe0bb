package jellybean.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import jellybean.actor.ActorSpec;
import jellybean.actor.Durability;
import jellybean.cluster.Incarnation;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.port.Journal;
import jellybean.port.Journal.Progress;
import jellybean.store.DiskFolder;
import jellybean.store.Store;
import org.tinylog.Logger;

/**
 * What a node keeps on disk, if it was given a directory: the number of its life, and its journal.
 */
final class Kept implements AutoCloseable {
  private static final String STORE = "store";
  private static final Keyword INCARNATION = Keyword.of("incarnation");

  private final long incarnation;
  private final Optional<JournalThread> journal;
  private final Optional<String> damage;

  private Kept(long incarnation, Optional<JournalThread> journal, Optional<String> damage) {
    this.incarnation = incarnation;
    this.journal = journal;
    this.damage = damage;
  }

  /**
   * Opens what is there.
   *
   * @throws jellybean.store.StoreException it cannot be read or written, or is another node's
   */
  static Kept open(Optional<Path> data, NodeId self, long wallMs, long random) {
    if (data.isEmpty()) {
      return new Kept(
          Incarnation.next(OptionalLong.empty(), wallMs, random),
          Optional.empty(),
          Optional.empty());
    }
    Store store = Store.open(DiskFolder.at(data.get().resolve(STORE)), self.value());
    store.damage().ifPresent(Logger::error);
    if (store.tornBytes() > 0) {
      Logger.info("the last {} bytes of the store were torn by a power cut", store.tornBytes());
    }
    long incarnation = Incarnation.next(previous(store, self), wallMs, random);
    Progress number =
        new Progress(
            life(self),
            List.of(),
            Optional.of(EdnMap.of(INCARNATION, Int.of(incarnation))),
            List.of());
    store.write(number, Store.encode(number));
    var unused = store.sync();
    JournalThread thread = new JournalThread(store);
    thread.start();
    return new Kept(incarnation, Optional.of(thread), store.damage());
  }

  private static OptionalLong previous(Store store, NodeId self) {
    return store
                .load(life(self))
                .state()
                .filter(EdnMap.class::isInstance)
                .map(kept -> ((EdnMap) kept).get(INCARNATION, Nil.NIL))
                .orElse(Nil.NIL)
            instanceof Int n
        ? OptionalLong.of(n.value())
        : OptionalLong.empty();
  }

  /** Where the number of the node's life is kept. */
  private static Address life(NodeId self) {
    return Address.of("sys", self.value(), "life");
  }

  long incarnation() {
    return incarnation;
  }

  boolean isAny() {
    return journal.isPresent();
  }

  Journal journal() {
    return journal.map(Journal.class::cast).orElse(Journal.NONE);
  }

  /** A part of the node whose state is kept, if anything is. */
  ActorSpec keeping(ActorSpec part) {
    return isAny() ? part.keeping(Durability.STATE) : part;
  }

  /** The event that tells of a damaged store, if it is one. */
  Optional<EdnMap> damaged(NodeId self) {
    return damage.map(
        what ->
            Events.of("store-damaged")
                .with(ShellProtocol.NODE, new Text(self.value()))
                .with(Keyword.of("reason"), new Text(what)));
  }

  Optional<EdnMap> facts() {
    return journal.map(JournalThread::facts);
  }

  /** The same with what waits. */
  Optional<EdnMap> metrics() {
    return journal.map(open -> open.facts().merge(open.gauges()));
  }

  @Override
  public void close() {
    journal.ifPresent(JournalThread::close);
  }
}
