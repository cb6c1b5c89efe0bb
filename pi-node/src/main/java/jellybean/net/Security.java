package jellybean.net;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import jellybean.edn.EdnMap;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.wire.SharedRing;

/** Hands what operators and files change to the event loop thread. Any thread. */
final class Security implements FleetSecurity {
  private final Here here;
  private final Guard guard;
  private final Changes changes;
  private final Tcp tcp;
  private final Executor loop;
  private volatile Identity identity;

  Security(Here here, Guard guard, Changes changes, Tcp tcp, Executor loop, Identity identity) {
    this.here = here;
    this.guard = guard;
    this.changes = changes;
    this.tcp = tcp;
    this.loop = loop;
    this.identity = identity;
  }

  @Override
  public CompletableFuture<EdnMap> deny(Value signed) {
    return onLoop(() -> changes.deny(signed));
  }

  @Override
  public CompletableFuture<EdnMap> rotateKeys() {
    return onLoop(changes::rotateKeys);
  }

  private CompletableFuture<EdnMap> onLoop(Supplier<CompletableFuture<EdnMap>> change) {
    return CompletableFuture.supplyAsync(change, loop).thenCompose(answer -> answer);
  }

  void reload(Identity changed, SharedRing ring) {
    if (!changed.principal().equals(identity.principal())) {
      throw new BadIdentityException(
          "cannot use "
              + changed.directory()
              + ": expected the identity of "
              + identity.principal()
              + ", found that of "
              + changed.principal());
    }
    TlsContexts tls = TlsContexts.of(changed, here.admission());
    identity = changed;
    here.clock().rebound(changed);
    loop.execute(
        () -> {
          tcp.use(tls);
          guard.trust(changed);
          guard.publish(ring);
        });
  }

  @Override
  public EdnMap facts() {
    return EdnMap.of(
        Keyword.of("denied"),
        Int.of(guard.deniedVersion()),
        Keyword.of("ring"),
        guard.ring().version().toValue(),
        Keyword.of("clock"),
        Keyword.of(here.clock().read().source().name().toLowerCase(Locale.ROOT)),
        Keyword.of("certificate-until"),
        new Inst(identity.chain().getFirst().getNotAfter().toInstant()));
  }
}
