package jellybean.net;

import io.scalecube.cluster.ClusterImpl;
import io.scalecube.cluster.ClusterMessageHandler;
import io.scalecube.cluster.membership.MembershipEvent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import jellybean.cluster.Discovery;
import jellybean.cluster.Introductions;
import jellybean.cluster.Member;
import jellybean.cluster.MemberEvent;
import jellybean.cluster.Members;
import jellybean.cluster.Membership;
import jellybean.cluster.Peer;
import jellybean.cluster.TimingProfile;
import jellybean.edn.EdnMap;
import jellybean.port.Clock;
import jellybean.port.Timers;
import org.tinylog.Logger;

/**
 * Membership by SWIM (Das, Gupta, Motivala 2002), as ScaleCube's core implements it: random probes,
 * probes through others, suspicion, rumours, and now and then a comparison of whole tables.
 *
 * <p>ScaleCube is given no seeds: it would contact one only every so often and more rarely the
 * larger the fleet. {@link Introductions} decide instead, at each round of the profile, whom this
 * node makes itself known to.
 *
 * <p>Threads: ScaleCube's one thread calls the listener; introductions are sent by that of the
 * timers; what arrives is read by the channel's. The view may be read by any.
 */
public final class ScaleCubeMembership implements Membership {
  private final TimingProfile profile;
  private final Discovery discovery;
  private final Timers timers;
  private final Consumer<MemberEvent> listener;
  private final SwimCounters counters;
  private final SwimTransport transport;
  private final Supplier<byte[]> introduction;
  private final ClusterImpl cluster;

  private final Object lock = new Object();
  private final Introductions introductions = new Introductions();
  private final Set<String> leaving = new HashSet<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private volatile Members members;
  private boolean ended;

  private ScaleCubeMembership(
      Member self,
      TimingProfile profile,
      MembershipChannel channel,
      Discovery discovery,
      Clock clock,
      Timers timers,
      Consumer<MemberEvent> listener) {
    this.profile = profile;
    this.discovery = discovery;
    this.timers = timers;
    this.listener = listener;
    this.members = Members.of(self);
    this.counters = new SwimCounters(clock);
    LifeId life = new LifeId(self.node(), self.incarnation());
    this.transport = new SwimTransport(life, channel, this::homeOf, counters, timers);
    this.introduction = () -> SwimCodec.introduction(life, transport.address());
    this.cluster =
        new ClusterImpl(SwimConfig.of(life, self.tags(), profile, transport))
            .handler(
                _ ->
                    new ClusterMessageHandler() {
                      @Override
                      public void onMembershipEvent(MembershipEvent event) {
                        observed(event);
                      }
                    });
  }

  /**
   * Joins whoever is found. Returns at once; the fleet forms behind it.
   *
   * @param self this life, at the channel's address
   * @param listener called on membership's own thread, see {@link Membership}
   * @throws IllegalArgumentException if the tags are too large or the address is not the channel's
   * @throws MembershipException if ScaleCube refuses to start
   */
  public static ScaleCubeMembership start(
      Member self,
      TimingProfile profile,
      MembershipChannel channel,
      Discovery discovery,
      Clock clock,
      Timers timers,
      Consumer<MemberEvent> listener) {
    checkAddress(self, channel.localAddress());
    checkTags(self.tags());
    ScaleCubeMembership membership =
        new ScaleCubeMembership(self, profile, channel, discovery, clock, timers, listener);
    membership.start();
    return membership;
  }

  private void start() {
    List<Throwable> failures = new ArrayList<>(1);
    cluster.start().subscribe(_ -> {}, failures::add);
    for (Throwable failure : failures) {
      throw new MembershipException("membership cannot start: " + failure.getMessage(), failure);
    }
    discovery.onFound(this::found);
    introduceRegularly();
  }

  private static void checkAddress(Member self, InetSocketAddress channel) {
    String stated = self.host() + ":" + self.port();
    if (!stated.equals(HostPort.print(channel))) {
      throw new IllegalArgumentException(
          "bad address of "
              + self.node()
              + ": expected the channel's, "
              + HostPort.print(channel)
              + ", found "
              + stated);
    }
  }

  private static void checkTags(EdnMap tags) {
    try {
      TagsCodec.print(tags);
    } catch (SwimFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public Members members() {
    return members;
  }

  @Override
  public EdnMap counters() {
    return counters.toValue();
  }

  @Override
  public void retag(EdnMap tags) {
    checkTags(tags);
    synchronized (lock) {
      if (ended) {
        return;
      }
      members = members.seen(members.self().withTags(tags)).members();
    }
    cluster
        .updateMetadata(TagsCodec.print(tags))
        .subscribe(
            done -> {},
            error -> Logger.warn("tags could not be announced: {}", error.getMessage()));
  }

  // ---- what ScaleCube sees -------------------------------------------------------------------

  private void observed(MembershipEvent event) {
    try {
      switch (event.type()) {
        case ADDED, UPDATED -> seen(event.member(), TagsCodec.read(event.newMetadata()));
        case LEAVING -> {
          leaving.add(event.member().id());
          gone(event.member(), MemberEvent.Reason.LEFT);
        }
        case REMOVED -> {
          leaving.remove(event.member().id());
          gone(event.member(), MemberEvent.Reason.UNREACHABLE);
          offerThoseRefused();
        }
      }
    } catch (SwimFormatException e) {
      counters.refusedMember();
    }
  }

  private void seen(io.scalecube.cluster.Member scaleCubes, EdnMap tags) {
    LifeId life = LifeId.parse(scaleCubes.id());
    InetSocketAddress address = HostPort.parse(scaleCubes.address());
    Member member =
        new Member(
            life.node(),
            life.incarnation(),
            address.getAddress().getHostAddress(),
            address.getPort(),
            tags);
    tell(apply(view -> view.seen(member)));
  }

  private void gone(io.scalecube.cluster.Member scaleCubes, MemberEvent.Reason reason) {
    LifeId life = LifeId.parse(scaleCubes.id());
    tell(apply(view -> view.gone(life.node(), life.incarnation(), reason)));
  }

  /** Room was made: lives that ScaleCube knows and the view had refused are seen again. */
  private void offerThoseRefused() {
    for (io.scalecube.cluster.Member other : cluster.otherMembers()) {
      LifeId life = LifeId.parse(other.id());
      if (!leaving.contains(other.id()) && members.find(life.node()).isEmpty()) {
        cluster.<EdnMap>metadata(other).ifPresent(tags -> seen(other, tags));
      }
    }
  }

  /** Changes the view, and answers whom to tell; nobody is told while the lock is held. */
  private List<MemberEvent> apply(Function<Members, Members.Outcome> observation) {
    synchronized (lock) {
      if (ended) {
        return List.of();
      }
      return switch (observation.apply(members)) {
        case Members.Outcome.Refused(Members _, Members.Refusal why) -> {
          counters.refusedMember();
          Logger.debug("a member was refused: {}", why);
          yield List.of();
        }
        case Members.Outcome.Accepted(Members now, List<MemberEvent> events) -> {
          members = now;
          events.forEach(this::remember);
          yield events;
        }
      };
    }
  }

  private void remember(MemberEvent event) {
    switch (event) {
      case MemberEvent.Up(Member member) -> introductions.up(member);
      case MemberEvent.Down(Member member, MemberEvent.Reason reason) ->
          introductions.down(member, reason);
      case MemberEvent.Changed _ -> {}
    }
  }

  private void tell(List<MemberEvent> events) {
    for (MemberEvent event : events) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        // ScaleCube would never call again, and this node would be blind from here on.
        Logger.error(e, "the listener failed on {}", event);
      }
    }
  }

  private Optional<String> homeOf(LifeId life) {
    return members
        .find(life.node())
        .filter(member -> member.incarnation() == life.incarnation())
        .map(member -> member.host() + ":" + member.port());
  }

  // ---- introductions -------------------------------------------------------------------------

  private void found(Peer peer) {
    synchronized (lock) {
      introductions.found(peer);
      if (members.size() == 1) {
        introduce(); // Who has company can wait for the next round.
      }
    }
  }

  private void introduceRegularly() {
    synchronized (lock) {
      if (ended) {
        return;
      }
      introductions.beginRound();
      introduce();
    }
    timers.after(profile.introduceMs(), this::introduceRegularly);
  }

  /** Called with the lock held. */
  private void introduce() {
    if (!ended) {
      introductions.next(discovery.peers(), members).forEach(this::introduceTo);
    }
  }

  private void introduceTo(Peer peer) {
    try {
      String address = peer.host() + ":" + peer.port();
      transport.send(address, introduction);
      if (introductions.isHardToReach(peer)) {
        // As well: a slow board may not finish a handshake in time, and understand a datagram.
        transport.sendByTcp(address, introduction);
      }
      counters.introduced();
    } catch (SwimFormatException | IllegalArgumentException e) {
      Logger.debug("no introduction to {}: {}", peer.node(), e.getMessage());
    }
  }

  // ---- the end -------------------------------------------------------------------------------

  @Override
  public CompletionStage<Void> leave() {
    synchronized (lock) {
      if (ended) {
        return left;
      }
      ended = true;
    }
    cluster.onShutdown().subscribe(_ -> {}, error -> finish(), this::finish);
    if (members.size() == 1) {
      finish();
    } else {
      timers.after(profile.leaveMs(), this::finish);
    }
    cluster.shutdown();
    return left;
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (ended) {
        return;
      }
      ended = true;
    }
    finish();
    cluster.shutdown();
  }

  private void finish() {
    transport.mute();
    left.complete(null);
  }
}
