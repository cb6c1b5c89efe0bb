package jellybean.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.port.Journal;
import jellybean.port.JournalException;
import jellybean.store.FaultyFolder;
import jellybean.store.Store;
import jellybean.store.StoreException;

/** The real store on a disk that forgets, in virtual time. */
public final class SimJournal implements Journal {
  private static final long SLOWEST_SYNC_MS = 40;

  private final Simulation simulation;
  private final SplittableRandom random;
  private final Deque<Runnable> asked = new ArrayDeque<>();
  private final Deque<Consumer<Answer>> written = new ArrayDeque<>();
  private final Store store;
  private long slowerByMs;
  private boolean isAtWork;
  private boolean isDead;
  private boolean isStalled;
  private boolean isFull;

  SimJournal(Simulation simulation, FaultyFolder disk, String owner) {
    this.simulation = simulation;
    this.random = simulation.splitRandom();
    this.store = Store.open(disk, owner);
  }

  public Store store() {
    return store;
  }

  /** Whether nothing comes to the disk; it takes up again what was asked for meanwhile. */
  public void stall(boolean on) {
    isStalled = on;
  }

  /** From now on each sync takes so much longer. */
  public void slowDown(long ms) {
    slowerByMs = ms;
  }

  /** From now on there is no room for an actor that comes. */
  public void fill() {
    isFull = true;
  }

  void die() {
    isDead = true;
  }

  @Override
  public boolean append(Entry entry, Consumer<Answer> told) {
    if (isFull && entry instanceof Arrived) {
      throw new JournalException("the store of this node is full");
    }
    byte[] edn = Store.encode(entry);
    ask(
        () -> {
          written.add(told);
          store.write(entry, edn);
        });
    return true;
  }

  @Override
  public void load(Address actor, Consumer<Answer> told) {
    ask(
        () -> {
          Kept kept;
          try {
            sync();
            kept = store.load(actor);
          } catch (StoreException e) {
            told.accept(new Failed(String.valueOf(e.getMessage())));
            throw e;
          }
          told.accept(kept);
        });
  }

  private void ask(Runnable task) {
    asked.add(task);
    if (!isAtWork) {
      isAtWork = true;
      simulation.after(0, this::write);
    }
  }

  /** Writes what is there now; it is on disk some time later. */
  private void write() {
    if (isDead) {
      return;
    }
    int now = random.nextInt(asked.size() + 1);
    try {
      for (int i = 0; i < now; i++) {
        asked.remove().run();
      }
    } catch (StoreException e) {
      fail(e);
      return;
    }
    simulation.after(slowerByMs + random.nextLong(SLOWEST_SYNC_MS), this::goOn);
  }

  private void goOn() {
    if (isDead) {
      return;
    }
    if (isStalled) {
      simulation.after(SLOWEST_SYNC_MS, this::goOn);
      return;
    }
    try {
      sync();
    } catch (StoreException e) {
      fail(e);
      return;
    }
    isAtWork = !asked.isEmpty();
    if (isAtWork) {
      simulation.after(0, this::write);
    }
  }

  private void sync() {
    for (List<Envelope> messages : store.sync()) {
      written.remove().accept(new Written(messages));
    }
  }

  private void fail(StoreException e) {
    isAtWork = false;
    while (!written.isEmpty()) {
      written.remove().accept(new Failed(String.valueOf(e.getMessage())));
    }
    while (!asked.isEmpty()) {
      try {
        asked.remove().run();
      } catch (StoreException again) {
        if (!written.isEmpty()) {
          written.remove().accept(new Failed(String.valueOf(again.getMessage())));
        }
      }
    }
  }
}
