package jellybean.store;

import static jellybean.store.StoreTest.OWNER;
import static jellybean.store.StoreTest.SMALL_FILE_BYTES;
import static jellybean.store.StoreTest.shown;
import static jellybean.store.StoreTest.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.port.Journal.Accept;
import jellybean.port.Journal.Progress;
import org.junit.jupiter.api.Test;

/** How much a store takes, in memory and on disk. */
class StoreSizeTest {
  private final FaultyFolder folder = new FaultyFolder();

  @Test
  void theFileStaysNearTheSizeOfWhatIsKept() {
    Store store = Store.open(folder, OWNER, SMALL_FILE_BYTES);
    long longest = 0;
    for (int i = 1; i <= 2_000; i++) {
      write(store, new Progress(Entries.actor(1), List.of(), Optional.of(Int.of(i)), List.of()));
      store.sync();
      longest = Math.max(longest, store.fileBytes());
    }
    assertTrue(longest < 2 * SMALL_FILE_BYTES, "the file grew to " + longest + " bytes");
    assertEquals(1, folder.names().size());
    assertEquals(Optional.of(Int.of(2_000)), store.load(Entries.actor(1)).state());
  }

  @Test
  void anActorThatKeepsMoreThanALineHoldsIsThereInTheNextLifeToo() {
    Store store = Store.open(folder, OWNER);
    String large = "x".repeat(Line.MAX_BYTES / 4);
    for (int i = 1; i <= 6; i++) {
      write(store, new Accept(Entries.message(1, i, new Text(large + i))));
    }
    Optional<Value> state = Optional.of(new Text(large.repeat(3)));
    write(store, new Progress(Entries.actor(1), List.of(), state, List.of()));
    store.sync();
    String before = shown(store);
    store.close();
    Store next = Store.open(folder, OWNER);
    assertEquals(Optional.empty(), next.damage());
    assertEquals(before, shown(next));
    assertEquals(6, next.load(Entries.actor(1)).mailbox().size());
  }

  @Test
  void whatIsKeptWeighsWhatItHolds() {
    Store store = Store.open(folder, OWNER);
    Map<Integer, Envelope> messages = new TreeMap<>();
    for (int i = 1; i <= 10; i++) {
      messages.put(i, Entries.message(1, i, new Text("x".repeat(1_000))));
      write(store, new Accept(messages.get(i)));
    }
    store.sync();
    assertTrue(store.keptBytes() > 10_000, "only " + store.keptBytes());
    List<MessageId> ids = messages.values().stream().map(Envelope::id).toList();
    write(store, new Progress(Entries.actor(1), ids, Optional.empty(), List.of()));
    store.sync();
    assertTrue(store.keptBytes() < 2_000, "still " + store.keptBytes());
  }
}
