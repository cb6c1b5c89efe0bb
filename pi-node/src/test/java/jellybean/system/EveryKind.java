package jellybean.system;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A system that has something of everything, to see what becomes of it in a fleet. */
final class EveryKind {
  /** A cluster in a cluster, replicas everywhere, and instances that were started by hand. */
  static final String SYSTEM =
      """
      {:supervisor s
       :forward {:add [:inner/add :number] :open (start boxes) :put :boxes/put}
       :children [{:actor tally :state 0 :on {:number (fn [n x] {:state (+ n x)})}}
                  {:supervisor inner :place :spread
                   :children [{:actor deep :place :spread :state 0
                               :on {:add (fn [n x] {:state (+ n x)})
                                    :merge (fn [n x] {:state (+ n x)})}}]}
                  {:actor spread :replicas 4 :place :spread :state 0
                   :route {:number (fn [x] x)}
                   :on {:number (fn [n x] {:state (+ n x)})}}
                  {:template boxes :use "boxes.edn" :place :spread}]}
      """;

  /** The same, where the majority is. */
  static final String MAJORITY =
      SYSTEM.replace("{:supervisor s\n", "{:supervisor s\n :on-partition :majority\n");

  private static final String BOXES =
      """
      {:supervisor boxes
       :children [{:actor box :state 0 :on {:put (fn [n x] {:state (+ n x)})}}]}
      """;

  /** Once instances of the boxes have been opened twice. */
  static final List<String> ACTORS =
      List.of(
          "/s",
          "/s/tally",
          "/s/inner",
          "/s/inner/deep",
          "/s/spread/0",
          "/s/spread/1",
          "/s/spread/2",
          "/s/spread/3",
          "/s/boxes/0",
          "/s/boxes/0/box",
          "/s/boxes/1",
          "/s/boxes/1/box");

  private EveryKind() {}

  static Bundle bundle(String system) {
    return new Bundle("s.edn", new TreeMap<>(Map.of("s.edn", system, "boxes.edn", BOXES)));
  }
}
