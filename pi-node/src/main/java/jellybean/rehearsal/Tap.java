package jellybean.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import jellybean.actor.Router;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;

/** Writes down what is said and who gets it; the router that it stands before decides. */
final class Tap implements Router {
  /** What somebody said, or got. */
  record Entry(Address who, Keyword name, Value data) {}

  /** What was written down in the life of a stage. */
  static final class Records {
    /** More in one rehearsal is a program that does not end. */
    static final int MAX_ENTRIES = 100_000;

    private final List<Entry> said = new ArrayList<>();
    private final List<Entry> received = new ArrayList<>();

    List<Entry> said() {
      return said;
    }

    List<Entry> received() {
      return received;
    }

    boolean isFull() {
      return said.size() >= MAX_ENTRIES || received.size() >= MAX_ENTRIES;
    }

    void received(Address to, Keyword name, Value data) {
      if (!isFull()) {
        received.add(new Entry(to, name, data));
      }
    }

    private void said(Said message) {
      if (!isFull()) {
        said.add(new Entry(message.sayer(), message.name(), message.data()));
      }
    }
  }

  private final Router router;
  private final Records records;

  Tap(Router router, Records records) {
    this.router = router;
    this.records = records;
  }

  @Override
  public List<Receiver> route(Said said, long seed, ToIntFunction<Address> queueLength) {
    records.said(said);
    return noted(said, router.route(said, seed, queueLength));
  }

  @Override
  public List<Receiver> sent(Said said, long seed, ToIntFunction<Address> queueLength) {
    return noted(said, router.sent(said, seed, queueLength));
  }

  @Override
  public List<Receiver> heard(Said said, long seed, ToIntFunction<Address> queueLength) {
    return noted(said, router.heard(said, seed, queueLength));
  }

  private List<Receiver> noted(Said said, List<Receiver> receivers) {
    receivers.forEach(receiver -> records.received(receiver.to(), receiver.name(), said.data()));
    return receivers;
  }

  @Override
  public Place locate(Address address) {
    return router.locate(address);
  }
}
