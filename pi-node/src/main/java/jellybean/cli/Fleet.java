package jellybean.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.net.BadIdentityException;
import jellybean.net.Identity;
import jellybean.net.Timings;
import jellybean.net.TransportException;
import jellybean.shell.Session;
import jellybean.shell.ShellException;

/**
 * The way into a fleet: as whom, and through which members; without one, through any that multicast
 * DNS finds. Whoever was connected to is tried last the next time: if it were well, nobody would
 * connect again.
 */
final class Fleet {
  /** The first round among several: one that is silent must not keep the others waiting. */
  private static final Timings QUICK = within(1_000, 2_000);

  private static final Timings PATIENT = Timings.WIFI;

  private final Identity identity;
  private final List<HostPort> members;
  private Optional<HostPort> last = Optional.empty();

  private Fleet(Identity identity, List<HostPort> members) {
    this.identity = identity;
    this.members = List.copyOf(members);
  }

  private static Timings within(long connectMs, long handshakeMs) {
    return new Timings(
        connectMs,
        handshakeMs,
        Timings.WIFI.idleMs(),
        Timings.WIFI.keepAliveMs(),
        Timings.WIFI.giveUpMs(),
        Timings.WIFI.redial());
  }

  /**
   * Reads the operator's keys; connects to nobody yet.
   *
   * @param members to try one after the other; if empty, those that multicast DNS finds
   * @throws CommandFailedException if the keys are missing or of no use
   */
  static Fleet of(Path identity, List<HostPort> members) {
    try {
      return new Fleet(Identity.load(identity), members);
    } catch (BadIdentityException e) {
      throw new CommandFailedException(
          e.getMessage() + "; name the operator's folder with --identity", e);
    }
  }

  /**
   * Connects to the first member that answers.
   *
   * @throws ShellException if there is none: where it was sought and why it failed
   */
  synchronized Session connect() {
    List<HostPort> candidates = lastToTheEnd(candidates());
    List<String> faults = new ArrayList<>();
    for (Timings patience : candidates.size() > 1 ? List.of(QUICK, PATIENT) : List.of(PATIENT)) {
      faults.clear();
      for (HostPort candidate : candidates) {
        Optional<Session> session = connect(candidate, patience, faults);
        if (session.isPresent()) {
          return session.get();
        }
      }
    }
    throw new ShellException(String.join("; ", faults));
  }

  private Optional<Session> connect(HostPort candidate, Timings patience, List<String> faults) {
    if (Thread.currentThread().isInterrupted()) {
      throw new ShellException("interrupted before " + candidate + " answered");
    }
    try {
      Session session = FleetSession.connect(candidate, identity, patience);
      last = Optional.of(candidate);
      return Optional.of(session);
    } catch (TransportException | BadIdentityException e) {
      faults.add(e.getMessage());
      return Optional.empty();
    }
  }

  private List<HostPort> lastToTheEnd(List<HostPort> candidates) {
    List<HostPort> ordered = new ArrayList<>(candidates);
    last.filter(ordered::remove).ifPresent(ordered::add);
    return ordered;
  }

  private List<HostPort> candidates() {
    if (!members.isEmpty()) {
      return members.stream().map(Fleet::inFigures).toList();
    }
    String fleet = identity.principal().fleet();
    List<HostPort> found = Nearby.members(fleet);
    if (found.isEmpty()) {
      throw new ShellException(
          "expected a member of fleet "
              + fleet
              + " near by, found none in "
              + Nearby.PATIENCE_MS
              + " ms; name one with --member HOST:PORT");
    }
    return found;
  }

  /** Names are for people; below here all addresses are figures. */
  private static HostPort inFigures(HostPort named) {
    try {
      return new HostPort(InetAddress.getByName(named.host()).getHostAddress(), named.port());
    } catch (UnknownHostException e) {
      throw new ShellException("cannot connect to " + named + ": no such host");
    }
  }
}
