package jellybean.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Whatever a disk holds, a store opens with it, sets it aside, or says whose it is; plain test runs
 * replay the seeds beside this class and what was found once.
 */
class StoreFuzzTest {
  private static final String LOG = "00000001.log";
  private static final String[] BEGINNING = {"{:store 1 :of \"a\"}", "{:image-end true}"};

  private static FaultyFolder folder(byte[] log) {
    FaultyFolder folder = new FaultyFolder();
    folder.put(LOG, log);
    return folder;
  }

  @FuzzTest(maxDuration = "5m")
  void anyFileIsReadOrSetAside(byte[] log) {
    FaultyFolder folder = folder(log);
    try (Store store = Store.open(folder, "a")) {
      assertTrue(store.damage().isPresent() || store.actors() == 0 || log.length > 0);
      assertEquals(store.damage().isPresent(), folder.hasSubFolder("damaged-1"));
    } catch (StoreException e) {
      assertTrue(String.valueOf(e.getMessage()).contains(": expected "), e::toString);
    }
  }

  /** The checksum is right, so it is the entry that is looked at. */
  @FuzzTest(maxDuration = "5m")
  void anyEntryIsTakenInOrDamage(byte[] entry) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    for (String line : BEGINNING) {
      log.writeBytes(Line.bytes(1, log.size(), 0, line.getBytes(StandardCharsets.UTF_8)));
    }
    log.writeBytes(Line.bytes(1, log.size(), 0, entry));
    String before;
    try (Store store = Store.open(folder(log.toByteArray()), "a")) {
      before = store.image().actors().keySet().toString();
      assertTrue(store.damage().isEmpty() || store.actors() == 0);
    }
    try (Store again = Store.open(folder(log.toByteArray()), "a")) {
      assertEquals(before, again.image().actors().keySet().toString());
    }
  }
}
