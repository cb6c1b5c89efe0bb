package jellybean.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.net.BadIdentityException;
import jellybean.net.Identity;
import jellybean.net.TransportException;
import jellybean.shell.Session;
import jellybean.shell.ShellException;

/**
 * The way into a fleet: as whom, and through which member; without one, through any that multicast
 * DNS finds.
 */
final class Fleet {
  private final Identity identity;
  private final Optional<HostPort> member;

  private Fleet(Identity identity, Optional<HostPort> member) {
    this.identity = identity;
    this.member = member;
  }

  /**
   * Reads the operator's keys; connects to nobody yet.
   *
   * @throws CommandFailedException if they are missing or of no use
   */
  static Fleet of(Path identity, Optional<HostPort> member) {
    try {
      return new Fleet(Identity.load(identity), member);
    } catch (BadIdentityException e) {
      throw new CommandFailedException(
          e.getMessage() + "; name the operator's folder with --identity", e);
    }
  }

  /**
   * Connects to the member, or to the first one near by that answers.
   *
   * @throws ShellException if there is none: where it was sought and why it failed
   */
  Session connect() {
    List<String> faults = new ArrayList<>();
    for (HostPort candidate : candidates()) {
      try {
        return FleetSession.connect(candidate, identity);
      } catch (TransportException | BadIdentityException e) {
        faults.add(e.getMessage());
      }
    }
    throw new ShellException(String.join("; ", faults));
  }

  private List<HostPort> candidates() {
    if (member.isPresent()) {
      return List.of(inFigures(member.get()));
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
