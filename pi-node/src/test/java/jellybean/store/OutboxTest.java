package jellybean.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.edn.Int;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.message.Ticket;
import jellybean.port.Journal;
import jellybean.port.Journal.Accept;
import jellybean.port.Journal.Entry;
import jellybean.port.Journal.Progress;
import jellybean.port.Journal.Settled;
import org.junit.jupiter.api.Test;

/** What waits for other nodes, and what was accepted from them, is there after a power cut. */
class OutboxTest {
  private static final NodeId HERE = new NodeId("a");
  private static final NodeId KIWI = new NodeId("kiwi");

  private final FaultyFolder disk = new FaultyFolder();
  private long sequence;

  private Store open() {
    return Store.open(disk, HERE.value(), 2_000);
  }

  private List<Envelope> write(Store store, Entry entry) {
    store.write(entry, Store.encode(entry));
    return store.sync().getFirst();
  }

  private Progress send(int to, long life) {
    Envelope message = Entries.message(to, ++sequence, Int.of(sequence));
    return new Progress(
        new Address("/s/sayer"),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(message.with(new Ticket(HERE, true, life, 0, 0))));
  }

  private static List<String> waiting(Store store) {
    return store.load(Journal.OUTBOX).mailbox().stream()
        .map(m -> m.to().name() + " " + m.data() + " as " + m.ticket().orElseThrow().number())
        .toList();
  }

  @Test
  void whatWasSentWaitsWithItsNumberUntilItIsSettled() {
    Store store = open();
    write(store, send(1, 5));
    write(store, send(2, 5));
    write(store, send(1, 5));
    store = open();
    assertEquals(List.of("actor-1 1 as 1", "actor-2 2 as 2", "actor-1 3 as 3"), waiting(store));
    write(store, new Settled(Entries.actor(1), 1, 3));
    assertEquals(List.of("actor-2 2 as 2"), waiting(open()));
  }

  @Test
  void numbersGoOnThoughNothingWaits() {
    Store store = open();
    write(store, send(1, 5));
    write(store, new Settled(Entries.actor(1), 1, 1));
    var unused = open();
    store = open();
    Envelope next = write(store, send(1, 6)).getFirst();
    assertEquals(new Ticket(HERE, true, 5, 2, 0), next.ticket().orElseThrow());
  }

  @Test
  void anEmptyStoreCountsFromItsOwnLife() {
    Envelope first = write(open(), send(1, 9)).getFirst();
    assertEquals(new Ticket(HERE, true, 9, 1, 0), first.ticket().orElseThrow());
  }

  @Test
  void whatWasAcceptedByATicketIsNeverAcceptedAgain() {
    SplittableRandom random = new SplittableRandom(1);
    Store store = open();
    for (long number = 1; number <= 2_000; number++) {
      Envelope message =
          Entries.message(1, 1_000_000 + number, Int.of(number))
              .with(new Ticket(KIWI, true, 1, number, number - 1));
      assertEquals(1, write(store, new Accept(message)).size());
      write(store, new Progress(message.to(), List.of(message.id()), Optional.empty(), List.of()));
      if (random.nextInt(500) == 0) {
        store = open();
      }
    }
    store = open();
    for (long number = 1; number <= 2_000; number += 97) {
      Envelope again =
          Entries.message(1, 1_000_000 + number, Int.of(number))
              .with(new Ticket(KIWI, true, 1, number, 0));
      assertEquals(List.of(), write(store, new Accept(again)), "number " + number);
    }
  }

  @Test
  void whatWaitsInAMailboxWithATicketIsThereOnceAfterEachRewrite() {
    Store store = open();
    for (long number = 1; number <= 50; number++) {
      Envelope message =
          Entries.message(1, 1_000_000 + number, Int.of(number))
              .with(new Ticket(KIWI, true, 1, number, number - 1));
      write(store, new Accept(message));
    }
    var unused = open();
    store = open();
    assertEquals(50, store.load(Entries.actor(1)).mailbox().size());
    Envelope missing =
        Entries.message(1, 2_000_000, Int.of(52)).with(new Ticket(KIWI, true, 1, 52, 51));
    assertEquals(List.of(), write(store, new Accept(missing)), "51 is missing");
  }
}
