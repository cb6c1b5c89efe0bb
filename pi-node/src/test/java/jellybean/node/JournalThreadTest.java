package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jellybean.message.Address;
import jellybean.port.Journal;
import jellybean.store.DiskFolder;
import jellybean.store.Folder;
import jellybean.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalThreadTest {
  private static final Journal.Answer BROKEN =
      new Journal.Failed(
          "the store of this node is broken: java.lang.IllegalStateException: a fault");

  @TempDir private Path directory;

  private final AtomicBoolean isBroken = new AtomicBoolean();
  private final BlockingQueue<Journal.Answer> told = new LinkedBlockingQueue<>();

  /** A disk whose driver has a fault of its own. */
  private final class BreakingFolder implements Folder {
    private final Folder disk = DiskFolder.at(directory);

    @Override
    public List<String> names() throws IOException {
      return disk.names();
    }

    @Override
    public InputStream read(String name) throws IOException {
      return disk.read(name);
    }

    @Override
    public Appender create(String name) throws IOException {
      Appender appender = disk.create(name);
      return new Appender() {
        @Override
        public void write(byte[] bytes) throws IOException {
          appender.write(bytes);
        }

        @Override
        public void sync() throws IOException {
          if (isBroken.get()) {
            throw new IllegalStateException("a fault");
          }
          appender.sync();
        }

        @Override
        public void close() throws IOException {
          appender.close();
        }
      };
    }

    @Override
    public void rename(String from, String to) throws IOException {
      disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
      disk.delete(name);
    }

    @Override
    public void moveInto(String subFolder, List<String> names) throws IOException {
      disk.moveInto(subFolder, names);
    }

    @Override
    public boolean hasSubFolder(String name) throws IOException {
      return disk.hasSubFolder(name);
    }

    @Override
    public void sync() throws IOException {
      disk.sync();
    }

    @Override
    public String path() {
      return disk.path();
    }
  }

  private Journal.Answer next() throws InterruptedException {
    Journal.Answer answer = told.poll(30, TimeUnit.SECONDS);
    assertTrue(answer != null, "nothing was told");
    return answer;
  }

  @Test
  void aFaultThatTheStoreDoesNotKnowIsToldToAllWhoAskFromThenOn() throws Exception {
    JournalThread journal = new JournalThread(Store.open(new BreakingFolder(), "a"));
    try (journal) {
      journal.start();
      Address actor = new Address("/s/a");
      journal.append(new Journal.Forget(actor), told::add);
      assertEquals(new Journal.Written(List.of()), next());
      isBroken.set(true);
      journal.append(new Journal.Forget(actor), told::add);
      assertEquals(BROKEN, next());
      isBroken.set(false);
      journal.load(actor, told::add);
      journal.append(new Journal.Forget(actor), told::add);
      assertEquals(BROKEN, next());
      assertEquals(BROKEN, next());
      assertTrue(journal.facts().toString().contains("a fault"), journal.facts()::toString);
    }
  }

  @Test
  void whoFailsToTakeItsAnswerKeepsNobodyElseFromTheirs() throws Exception {
    JournalThread journal = new JournalThread(Store.open(new BreakingFolder(), "a"));
    try (journal) {
      journal.start();
      Address actor = new Address("/s/a");
      journal.append(
          new Journal.Forget(actor),
          _ -> {
            throw new AssertionError("not taken");
          });
      journal.append(new Journal.Forget(actor), told::add);
      assertEquals(new Journal.Written(List.of()), next());
    }
  }
}
