package jellybean.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.port.Journal;
import jellybean.port.JournalException;
import jellybean.store.Store;
import jellybean.store.StoreException;
import org.tinylog.Logger;

/**
 * The thread that alone uses the store. It takes all that is asked for at a time and writes it with
 * one sync, so that many actors share the wait for the disk.
 */
final class JournalThread implements Journal, AutoCloseable {
  /** Messages that wait to be written; more are refused. */
  static final int MAX_WAITING_MESSAGES = 4_096;

  /** Bytes that wait to be written; while there are more, messages are refused. */
  static final long MAX_WAITING_BYTES = 4L << 20;

  /** Written with one sync. */
  private static final int BATCH_ENTRIES = 1_024;

  /** A state of this size is kept also if the store is full, so that actors can make room. */
  private static final int SMALL_BYTES = 1_024;

  private static final long CLOSE_WITHIN_MS = 5_000;

  private final Store store;
  private final Thread thread;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean isClosing;

  /** Set for good by a fault of the store that the store does not know; of the journal's thread. */
  private Optional<Failed> broken = Optional.empty();

  private volatile long keptBytes;
  private volatile EdnMap facts = EdnMap.EMPTY;

  /** Something asked for. */
  private sealed interface Request {
    Consumer<Answer> told();
  }

  private record Append(Entry entry, byte[] edn, Consumer<Answer> told) implements Request {}

  private record Load(Address actor, Consumer<Answer> told) implements Request {}

  JournalThread(Store store) {
    this.store = store;
    this.thread = new Thread(this::run, "jelly-journal");
    thread.setDaemon(true);
    publish(Optional.empty());
  }

  void start() {
    thread.start();
  }

  // ---- any thread

  @Override
  public boolean append(Entry entry, Consumer<Answer> told) {
    byte[] edn = Store.encode(entry);
    boolean isState = entry instanceof Progress || entry instanceof Arrived;
    if (isState && edn.length > SMALL_BYTES && isOverfull()) {
      throw new JournalException(
          "the store of this node is full: expected at most " + Store.MAX_KEPT_BYTES + " bytes");
    }
    synchronized (waiting) {
      if (entry instanceof Accept && isFull()) {
        return false;
      }
      waitingBytes += edn.length;
      waiting.add(new Append(entry, edn, told));
      waiting.notifyAll();
    }
    return true;
  }

  private boolean isFull() {
    return waiting.size() >= MAX_WAITING_MESSAGES
        || waitingBytes >= MAX_WAITING_BYTES
        || keptBytes >= Store.MAX_KEPT_BYTES;
  }

  /** What was accepted must be handled, so states may take more than messages. */
  private boolean isOverfull() {
    return keptBytes >= 2 * Store.MAX_KEPT_BYTES;
  }

  @Override
  public void load(Address actor, Consumer<Answer> told) {
    synchronized (waiting) {
      waiting.add(new Load(actor, told));
      waiting.notifyAll();
    }
  }

  /**
   * {@code {:actors n :kept-bytes n :file-bytes n :torn-bytes n}}, and what is wrong, if anything.
   */
  EdnMap facts() {
    return facts;
  }

  /** {@code {:waiting n :waiting-bytes n}}, what is not yet on disk. */
  EdnMap gauges() {
    synchronized (waiting) {
      return EdnMap.of(
          Keyword.of("waiting"),
          Int.of(waiting.size()),
          Keyword.of("waiting-bytes"),
          Int.of(waitingBytes));
    }
  }

  // ---- the journal's thread

  private void run() {
    List<Request> batch = next();
    while (!batch.isEmpty()) {
      answer(batch);
      batch = next();
    }
  }

  /** Waits for something to do; empty once it is closing and all is done. */
  private List<Request> next() {
    synchronized (waiting) {
      while (waiting.isEmpty() && !isClosing) {
        try {
          waiting.wait();
        } catch (InterruptedException e) {
          isClosing = true;
        }
      }
      List<Request> batch = new ArrayList<>();
      while (!waiting.isEmpty() && batch.size() < BATCH_ENTRIES) {
        Request request = waiting.remove();
        batch.add(request);
        waitingBytes -= request instanceof Append append ? append.edn().length : 0;
      }
      return batch;
    }
  }

  private void answer(List<Request> batch) {
    if (broken.isPresent()) {
      batch.forEach(request -> tell(request, broken.get()));
      return;
    }
    Deque<Append> written = new ArrayDeque<>();
    int done = 0;
    try {
      for (Request request : batch) {
        switch (request) {
          case Append append -> {
            store.write(append.entry(), append.edn());
            written.add(append);
          }
          case Load load -> {
            sync(written);
            tell(load, store.load(load.actor()));
          }
        }
        done++;
      }
      sync(written);
      publish(Optional.empty());
    } catch (StoreException e) {
      fail(e, String.valueOf(e.getMessage()), batch.subList(done, batch.size()), written);
    } catch (Throwable e) {
      // Nobody knows what is in the store now; but who asks must hear that, or wait for ever.
      String why = "the store of this node is broken: " + e;
      broken = Optional.of(new Failed(why));
      fail(e, why, batch.subList(done, batch.size()), written);
    }
  }

  private void fail(Throwable e, String why, List<Request> notDone, Deque<Append> written) {
    Logger.error(e, "nothing is kept any more until this node is started again");
    publish(Optional.of(why));
    Failed failed = new Failed(why);
    written.forEach(append -> tell(append, failed));
    notDone.forEach(request -> tell(request, failed));
  }

  private void sync(Deque<Append> written) {
    if (!written.isEmpty()) {
      for (List<Envelope> messages : store.sync()) {
        tell(written.remove(), new Written(messages));
      }
    }
  }

  private static void tell(Request request, Answer answer) {
    try {
      request.told().accept(answer);
    } catch (Throwable e) {
      Logger.error(e, "an answer of the journal was not taken");
    }
  }

  private void publish(Optional<String> failure) {
    keptBytes = store.keptBytes();
    EdnMap next =
        EdnMap.of(
            Keyword.of("actors"), Int.of(store.actors()),
            Keyword.of("kept-bytes"), Int.of(store.keptBytes()),
            Keyword.of("file-bytes"), Int.of(store.fileBytes()),
            Keyword.of("torn-bytes"), Int.of(store.tornBytes()));
    if (store.damage().isPresent()) {
      next = next.with(Keyword.of("damage"), new Text(store.damage().get()));
    }
    if (failure.isPresent()) {
      next = next.with(Keyword.of("failure"), new Text(failure.get()));
    }
    facts = next;
  }

  /** Writes what waits, then closes the store. */
  @Override
  public void close() {
    synchronized (waiting) {
      isClosing = true;
      waiting.notifyAll();
    }
    try {
      thread.join(CLOSE_WITHIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
