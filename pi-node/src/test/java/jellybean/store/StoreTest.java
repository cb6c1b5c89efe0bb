package jellybean.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.actor.JournalImage;
import jellybean.actor.KeptActor;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.lang.Budget;
import jellybean.lang.Session;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.port.Journal.Accept;
import jellybean.port.Journal.Entry;
import jellybean.port.Journal.Progress;
import jellybean.port.JournalException;
import org.junit.jupiter.api.Test;

class StoreTest {
  static final String OWNER = "node-a";
  private static final String SEED_PROPERTY = "jellybean.seed";
  private static final int SEEDS = 400;
  private static final int LIVES = 4;
  private static final int ENTRIES_OF_A_LIFE = 60;
  static final int SMALL_FILE_BYTES = 4_000;

  private final FaultyFolder folder = new FaultyFolder();

  /** All that an image holds, to be compared. */
  private static String shown(JournalImage image) {
    StringBuilder out = new StringBuilder();
    image.actors().forEach((address, kept) -> out.append(shown(address, kept)));
    return out.toString();
  }

  private static String shown(Address address, KeptActor kept) {
    boolean isEmpty = kept.state().isEmpty() && kept.mailbox().isEmpty() && kept.seen().isEmpty();
    return isEmpty
        ? ""
        : String.join(
                " ",
                address.path(),
                kept.state().toString(),
                kept.mailbox().toString(),
                kept.seen().toString(),
                kept.duplicates().positions().toString(),
                kept.move() + (kept.isLeaving() ? " leaving" : ""))
            + "\n";
  }

  static String shown(Store store) {
    return shown(store.image());
  }

  static void write(Store store, Entry entry) {
    store.write(entry, Store.encode(entry));
  }

  private static Store storeOf(FaultyFolder folder, int entries) {
    Store store = Store.open(folder, OWNER);
    for (int i = 1; i <= entries; i++) {
      write(store, new Accept(Entries.message(1, i, Int.of(i))));
      store.sync();
    }
    return store;
  }

  // ---- power cuts

  @Test
  void whatWasSyncedIsThereAfterAPowerCutAtAnyPointAndNothingHalfDone() {
    Optional<Long> chosen = Optional.ofNullable(Long.getLong(SEED_PROPERTY));
    for (long seed = chosen.orElse(1L); seed <= chosen.orElse((long) SEEDS); seed++) {
      try {
        new Lives(seed).live();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + " (-D" + SEED_PROPERTY + "=" + seed + ")", e);
      }
    }
  }

  /** Several lives of one store, each ended by a power cut or by a failing disk and a power cut. */
  private static final class Lives {
    private final FaultyFolder disk = new FaultyFolder();
    private final SplittableRandom random;
    private final Entries entries;

    /** What may be found: the first is what was synced, the others have unsynced entries, too. */
    private List<String> possible = new ArrayList<>(List.of(""));

    Lives(long seed) {
      random = new SplittableRandom(seed);
      entries = new Entries(random.split());
    }

    void live() {
      for (int life = 0; life < LIVES; life++) {
        disk.failAfter(random.nextInt(4) == 0 ? random.nextInt(60) : Long.MAX_VALUE);
        liveOnce();
        disk.powerCut(random);
        Store store = Store.open(disk, OWNER, SMALL_FILE_BYTES);
        assertEquals(Optional.empty(), store.damage());
        String found = shown(store);
        assertTrue(
            possible.contains(found), () -> "expected one of " + possible + "\nfound " + found);
        possible = new ArrayList<>(List.of(found));
        store.close();
      }
    }

    private void liveOnce() {
      try (Store store = Store.open(disk, OWNER, SMALL_FILE_BYTES)) {
        assertTrue(possible.contains(shown(store)));
        possible = new ArrayList<>(List.of(shown(store)));
        JournalImage model = copyOf(store.image());
        for (int i = random.nextInt(ENTRIES_OF_A_LIFE); i > 0; i--) {
          Entry entry = entries.next(model);
          var unused = model.apply(entry);
          possible.add(shown(model));
          write(store, entry);
          if (random.nextInt(3) == 0) {
            store.sync();
            possible = new ArrayList<>(List.of(shown(model)));
          }
        }
      } catch (StoreException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("input/output error"), e::toString);
      }
    }

    private static JournalImage copyOf(JournalImage image) {
      JournalImage copy = new JournalImage();
      image
          .actors()
          .forEach(
              (address, kept) -> {
                copy.apply(new Progress(address, List.of(), kept.state(), List.of()));
                kept.mailbox().forEach(message -> copy.apply(new Accept(message)));
                kept.duplicates()
                    .positions()
                    .forEach((stream, last) -> copy.reached(address, stream, last));
                copy.remember(address, List.copyOf(kept.seen()));
                copy.stands(address, kept.move(), kept.isLeaving());
              });
      return copy;
    }
  }

  @Test
  void aFileCutAnywhereBehindItsImageHoldsTheLinesBeforeTheCut() {
    int imageBytes = Math.toIntExact(Store.open(new FaultyFolder(), OWNER).fileBytes());
    storeOf(folder, 8).close();
    byte[] whole = folder.content("00000001.log");
    for (int cut = imageBytes; cut <= whole.length; cut++) {
      FaultyFolder disk = new FaultyFolder();
      disk.put("00000001.log", Arrays.copyOf(whole, cut));
      Store store = Store.open(disk, OWNER);
      long lines = new String(whole, 0, cut, StandardCharsets.UTF_8).lines().count();
      boolean isTorn = cut > imageBytes && whole[cut - 1] != '\n';
      assertEquals(lines - 2 - (isTorn ? 1 : 0), store.load(Entries.actor(1)).mailbox().size());
      assertEquals(isTorn, store.tornBytes() > 0);
      assertEquals(isTorn, disk.names().contains("torn.log"));
      assertEquals(Optional.empty(), store.damage());
    }
  }

  // ---- damage

  @Test
  void aFlippedBitInWhatWasOnDiskIsReportedAndTheFileSetAsideAsItIs() {
    storeOf(folder, 8).close();
    byte[] whole = folder.content("00000001.log");
    // The last line says so of those before it; it needs the line feed before itself.
    int lastLine = lastLine(whole);
    for (int at = 0; at < lastLine - 1; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      FaultyFolder disk = new FaultyFolder();
      disk.put("00000001.log", flipped);
      Store store = Store.open(disk, OWNER);
      String damage = store.damage().orElse("none at " + at);
      assertTrue(damage.startsWith("damaged store: /data/store/00000001.log at byte "), damage);
      assertTrue(damage.endsWith("; set aside in /data/store/damaged-1"), damage);
      assertEquals(List.of("00000001.log"), disk.subFolder("damaged-1"));
      assertEquals(0, store.actors());
    }
  }

  /** Nothing says that the last line had been on disk. */
  @Test
  void aFlippedBitInTheLastLineIsATornEndWhichIsKept() {
    storeOf(folder, 8).close();
    byte[] whole = folder.content("00000001.log");
    for (int at = lastLine(whole); at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 2;
      FaultyFolder disk = new FaultyFolder();
      disk.put("00000001.log", flipped);
      Store store = Store.open(disk, OWNER);
      assertTrue(store.tornBytes() > 0);
      assertEquals(7, store.load(Entries.actor(1)).mailbox().size());
      assertEquals(
          new String(flipped, StandardCharsets.ISO_8859_1),
          new String(disk.content("torn.log"), StandardCharsets.ISO_8859_1));
    }
  }

  private static int lastLine(byte[] whole) {
    int at = whole.length - 1;
    while (whole[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  @Test
  void aLineOfAnotherPlaceIsDamageToo() {
    storeOf(folder, 8).close();
    List<String> lines =
        new ArrayList<>(
            new String(folder.content("00000001.log"), StandardCharsets.UTF_8).lines().toList());
    lines.set(4, lines.get(5));
    FaultyFolder disk = new FaultyFolder();
    disk.put("00000001.log", (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    assertTrue(Store.open(disk, OWNER).damage().isPresent());
  }

  @Test
  void damagedStoresAreNumbered() {
    for (int i = 1; i <= 3; i++) {
      Store store = storeOf(folder, 3);
      store.close();
      String name = folder.names().getFirst();
      byte[] bytes = folder.content(name);
      bytes[10] ^= 1;
      folder.put(name, bytes);
      assertTrue(
          Store.open(folder, OWNER).damage().orElse("none").endsWith("/data/store/damaged-" + i));
    }
  }

  @Test
  void aStoreOfAnotherNodeIsNotTouched() {
    storeOf(folder, 1).close();
    long before = folder.operations();
    StoreException e = assertThrows(StoreException.class, () -> Store.open(folder, "node-b"));
    assertEquals(
        "/data/store/00000001.log: expected the store of node \"node-b\", found that of \"node-a\"",
        e.getMessage());
    assertEquals(before, folder.operations());
  }

  @Test
  void aStoreOfALaterVersionIsNotTouched() {
    byte[] header = "{:store 2 :of \"node-a\"}".getBytes(StandardCharsets.UTF_8);
    folder.put("00000001.log", Line.bytes(1, 0, 0, header));
    StoreException e = assertThrows(StoreException.class, () -> Store.open(folder, OWNER));
    assertEquals(
        "/data/store/00000001.log: expected a store of version 1,"
            + " found {:store 2, :of \"node-a\"}",
        e.getMessage());
  }

  // ---- failures

  @Test
  void aStoreThatCouldNotSyncIsNotUsedAnyMore() {
    Store store = storeOf(folder, 2);
    folder.failAfter(0);
    write(store, new Accept(Entries.message(1, 3, Int.of(3))));
    StoreException first = assertThrows(StoreException.class, store::sync);
    folder.failAfter(Long.MAX_VALUE);
    StoreException second = assertThrows(StoreException.class, store::sync);
    assertEquals(
        "cannot sync the store in /data/store: java.io.IOException: input/output error",
        first.getMessage());
    assertEquals(first.getMessage(), second.getMessage());
    assertEquals(
        first.getMessage(),
        assertThrows(StoreException.class, () -> store.load(Entries.actor(1))).getMessage());
  }

  @Test
  void whatHasNoEdnFormIsRefusedBeforeItIsWritten() {
    Value function =
        new Session("test", Budget.DEFAULT)
            .eval(EdnReader.of("inc", "test", ReadLimits.DOCUMENT).nextSyntax().orElseThrow());
    Progress progress = new Progress(Entries.actor(1), List.of(), Optional.of(function), List.of());
    JournalException e = assertThrows(JournalException.class, () -> Store.encode(progress));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("cannot keep a step of /s/actor-1: "),
        e.getMessage());
  }

  @Test
  void whatIsTooLongIsRefusedBeforeItIsWritten() {
    Value large = new Text("x".repeat(Line.MAX_BYTES));
    Accept accept = new Accept(Entries.message(1, 1, large));
    JournalException e = assertThrows(JournalException.class, () -> Store.encode(accept));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("cannot keep message :add to /s/actor-1: "),
        e.getMessage());
  }

  // ---- what it adds up to

  @Test
  void aMessageThatComesAgainIsToldOnceAlsoInTheNextLife() {
    Envelope message = Entries.message(1, 1, Int.of(1));
    Store store = Store.open(folder, OWNER);
    write(store, new Accept(message));
    write(store, new Accept(message));
    assertEquals(List.of(List.of(message), List.of()), store.sync());
    write(store, new Progress(message.to(), List.of(message.id()), Optional.empty(), List.of()));
    store.sync();
    store.close();
    Store next = Store.open(folder, OWNER);
    write(next, new Accept(message));
    assertEquals(List.of(List.of()), next.sync());
    assertEquals(List.of(), next.load(message.to()).mailbox());
  }

  @Test
  void soManyHandledMessagesAreRemembered() {
    Store store = Store.open(folder, OWNER);
    for (int i = 1; i <= KeptActor.SEEN_IDS + 1; i++) {
      Envelope message = Entries.message(1, i, Int.of(i));
      write(store, new Accept(message));
      write(store, new Progress(message.to(), List.of(message.id()), Optional.empty(), List.of()));
    }
    store.sync();
    write(store, new Accept(Entries.message(1, 1, Int.of(1))));
    write(store, new Accept(Entries.message(1, 2, Int.of(2))));
    assertEquals(List.of(1, 0), store.sync().stream().map(List::size).toList());
  }

  /** A store can be read with {@code less}. */
  @Test
  void aLogIsTextAsTheDocumentationSays() {
    Store store = Store.open(folder, OWNER);
    Envelope message = Entries.message(1, 7, EdnMap.of(Keyword.of("n"), Int.of(1)));
    write(store, new Accept(message));
    write(
        store,
        new Progress(
            message.to(),
            List.of(new MessageId(new NodeId("a"), 1, 7)),
            Optional.of(Int.of(1)),
            List.of()));
    store.sync();
    List<String> lines =
        new String(folder.content("00000001.log"), StandardCharsets.UTF_8).lines().toList();
    assertEquals(
        List.of(
            "{:store 1, :of \"node-a\"}",
            "{:image-end true}",
            "{:accept {:from \"/s/sayer\", :to \"/s/actor-1\", :id [\"a\" 1 7], :name :add,"
                + " :data {:n 1}, :time 1007, :seed 7}}",
            "{:step \"/s/actor-1\", :handled [[\"a\" 1 7]], :state 1}"),
        lines.stream().map(line -> line.replaceFirst("^[0-9a-f]{8} [0-9]+ ", "")).toList());
  }
}
