package jellybean.bench;

import java.util.Map;
import java.util.TreeMap;
import jellybean.actor.ActorSpec;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.Bundle;
import jellybean.system.Checker;
import jellybean.system.DeviceCatalogue;
import jellybean.system.Documents;
import jellybean.system.Host;
import jellybean.system.MemberList;
import jellybean.system.Protocol;

/** Two actors of a deployed document that say something to each other on their bus. */
final class EdnPair {
  private static final String DOCUMENT =
      """
      {:supervisor pair
       :functions {back (fn [n message]
                          (let [left (dec (:count message))]
                            (if (neg? left)
                              {:state (inc n)}
                              {:state (inc n) :say [[:back {:count left}]]})))
                   forth (fn [n message]
                           (let [left (dec (:count message))]
                             (if (neg? left)
                               {:state (inc n)}
                               {:state (inc n) :say [[:forth {:count left}]]})))}
       :children [{:actor one :state 0 :on {:forth back} :says #{:back}}
                  {:actor other :state 0 :on {:back forth} :says #{:forth}}]}
      """;

  private static final NodeId SELF = OneLoop.SELF;

  private final OneLoop loop = new OneLoop(64);

  EdnPair() {
    Host.Compiler compiler =
        (bundle, with) ->
            new Checker(DeviceCatalogue.of(Map.of()))
                .check(bundle, with)
                .definition()
                .orElseThrow();
    Host host =
        new Host(
            SELF,
            device -> {
              throw new IllegalArgumentException("no devices here: " + device.type());
            },
            compiler,
            false,
            () -> new TreeMap<>(Map.of(SELF, 1_000L)));
    loop.start(ActorSpec.part(Protocol.host(SELF), host));
    loop.start(ActorSpec.part(Protocol.documents(SELF), new Documents(SELF, compiler, 0, false)));
    TreeMap<NodeId, Long> members = new TreeMap<>(Map.of(SELF, 1L));
    loop.send(Protocol.host(SELF), Protocol.MEMBERS, MemberList.toValue(members));
    loop.send(Protocol.documents(SELF), Protocol.MEMBERS, MemberList.toValue(members));
    loop.send(
        Protocol.documents(SELF),
        Protocol.DEPLOY,
        EdnMap.of(
            Keyword.of("name"),
            new Text("pair"),
            Keyword.of("bundle"),
            Bundle.of("pair.edn", DOCUMENT).toValue(),
            Keyword.of("with"),
            EdnMap.EMPTY));
    loop.run();
  }

  /** So many messages go back and forth. */
  void pass(long messages) {
    loop.send(new Address("/pair"), Keyword.of("forth"), OneLoop.message(messages));
    loop.run();
  }
}
