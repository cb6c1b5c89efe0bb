package jellybean.cluster.majority;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What nodes tell each other about epochs and leases. {@link MessageCodec} writes and reads them.
 *
 * <pre>
 *   claimant                electors          home              electors         host        home
 *      ├─ Claim ──────────────▶│               ├─ Renewal ─────────▶│              ├─ Pull ───▶│
 *      │◀──── Promise, Refusal ┤               │◀── Grant, Refusal ─┤              │◀──── Loan ┤
 *      ├─ Proposal ───────────▶│
 *      │◀─ Acceptance, Refusal ┤
 *      ├─ Activation ─────────▶│
 * </pre>
 *
 * <p>{@code life} is always that of the claimant, home or host that asked; an answer repeats it,
 * and the {@code askedMs} of the question on the asker's own clock, so that nobody keeps a list of
 * open questions.
 */
public sealed interface MajorityMessage {
  /** About one system. */
  sealed interface OfSystem extends MajorityMessage {
    String system();
  }

  /**
   * Asks for a promise to take part in no lower epoch.
   *
   * @param base the last activated epoch that the claimant knows
   */
  record Claim(String system, Epoch epoch, long life, Configuration base) implements OfSystem {}

  /**
   * It is promised.
   *
   * @param activated the last epoch that the elector knows to have been activated
   * @param accepted the last one that it accepted since, which may have been
   */
  record Promise(
      String system,
      Epoch epoch,
      long life,
      Elector elector,
      Configuration activated,
      Optional<Configuration> accepted)
      implements OfSystem {}

  /**
   * Asks to accept an epoch, and for its first lease.
   *
   * @param base the activated epoch whose electors have to accept it, beside its own
   */
  record Proposal(String system, Configuration proposed, Configuration base, long askedMs)
      implements OfSystem {}

  /** It is accepted, and the lease granted. */
  record Acceptance(
      String system, Epoch epoch, long life, Elector elector, long askedMs, long leaseMs)
      implements OfSystem {}

  /**
   * A claim, proposal or renewal is refused.
   *
   * @param promised the highest epoch that the elector promised
   * @param waitMs how long it will refuse everybody else, because of a lease; 0 if it does not
   */
  record Refusal(
      String system,
      Epoch epoch,
      long life,
      Elector elector,
      Epoch promised,
      long waitMs,
      Configuration activated,
      Optional<Configuration> accepted)
      implements OfSystem {}

  /** It is activated: enough electors accepted it. Anybody who knows may say so. */
  record Activation(String system, Configuration activated) implements OfSystem {}

  /** Asks to prolong the leases of several systems. */
  record Renewal(long life, long askedMs, SortedMap<String, Epoch> epochs)
      implements MajorityMessage {
    public Renewal {
      epochs = Collections.unmodifiableSortedMap(new TreeMap<>(epochs));
    }
  }

  /** They are prolonged. */
  record Grant(
      long life, Elector elector, long askedMs, long leaseMs, SortedMap<String, Epoch> epochs)
      implements MajorityMessage {
    public Grant {
      epochs = Collections.unmodifiableSortedMap(new TreeMap<>(epochs));
    }
  }

  /**
   * Asks for leave to run the bodies of several systems.
   *
   * @param epochs the last activated epoch of each that the host knows
   */
  record Pull(long life, long askedMs, SortedMap<String, Epoch> epochs) implements MajorityMessage {
    public Pull {
      epochs = Collections.unmodifiableSortedMap(new TreeMap<>(epochs));
    }
  }

  /** Leave is given for those. */
  record Loan(long life, long askedMs, SortedMap<String, Lent> lent) implements MajorityMessage {
    public Loan {
      lent = Collections.unmodifiableSortedMap(new TreeMap<>(lent));
    }
  }

  /**
   * Leave for one system.
   *
   * @param since the first epoch of the home's tenure
   * @param remainingMs of the home's lease
   */
  record Lent(Epoch epoch, Epoch since, long remainingMs) {}
}
