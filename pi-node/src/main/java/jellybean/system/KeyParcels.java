package jellybean.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jellybean.actor.Effect;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Sequential;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * The states of keys as one replica sends them to others: so many of them in a message that it fits
 * a frame, and so many messages in a step.
 *
 * @param effects the messages of this step
 * @param left what is kept, or goes with a later step
 * @param isAll whether nothing is left for a later step
 */
record KeyParcels(List<Effect.Send> effects, EdnMap left, boolean isAll) {
  /** Of a message; a single state may be larger, and then goes alone. */
  static final int MAX_BYTES = 24 * 1_024;

  /** Of a step, so that it stays below the bound of effects whatever else it does. */
  static final int MAX_MESSAGES = 64;

  private static final int ENTRY_LENGTH = 2;

  /** A key and its state. */
  record Entry(Value key, Value state) {}

  /** Messages that are being filled, by receiver. */
  private static final class Filling {
    private final Map<Address, List<Value>> entries = new LinkedHashMap<>();
    private final Map<Address, Integer> bytes = new LinkedHashMap<>();
    private final List<Effect.Send> full = new ArrayList<>();

    void add(Address to, Value key, Value state) {
      int more = key.weightBytes() + state.weightBytes();
      if (bytes.getOrDefault(to, 0) + more > MAX_BYTES) {
        send(to);
      }
      entries.computeIfAbsent(to, t -> new ArrayList<>()).add(EdnVector.of(key, state));
      bytes.merge(to, more, Integer::sum);
    }

    private void send(Address to) {
      List<Value> all = entries.getOrDefault(to, List.of());
      if (!all.isEmpty()) {
        full.add(Effect.send(to, Protocol.STATES_OF_KEYS, data(all, false)));
      }
      entries.remove(to);
      bytes.remove(to);
    }

    int messages() {
      return full.size() + entries.size();
    }

    List<Effect.Send> all() {
      List.copyOf(entries.keySet()).forEach(this::send);
      return full;
    }
  }

  /** All of them to one. */
  static List<Effect.Send> all(EdnMap states, Address to) {
    Filling filling = new Filling();
    states.forEach((key, state) -> filling.add(to, key, state));
    return filling.all();
  }

  /** What {@code self} has that is another's among those that there are now. */
  static KeyParcels of(EdnMap states, List<Address> after, Address self) {
    Filling filling = new Filling();
    EdnMap left = states;
    boolean isAll = true;
    for (Value key : states.keys()) {
      Address owner = Chooser.byKey(after, key);
      if (!owner.equals(self)) {
        if (filling.messages() >= MAX_MESSAGES) {
          isAll = false;
          break;
        }
        filling.add(owner, key, states.find(key).orElseThrow());
        left = left.without(key);
      }
    }
    return new KeyParcels(filling.all(), left, isAll);
  }

  /** Nothing more comes from the sender. */
  static Effect last(Address to) {
    return Effect.send(to, Protocol.STATES_OF_KEYS, data(List.of(), true));
  }

  private static EdnMap data(List<Value> entries, boolean isLast) {
    return EdnMap.of(Protocol.STATES, EdnVector.of(entries), Protocol.LAST, Bool.of(isLast));
  }

  static boolean isLast(EdnMap data) {
    return Fields.at(data, Protocol.LAST) == Bool.TRUE;
  }

  static List<Entry> entries(EdnMap data) {
    List<Entry> entries = new ArrayList<>();
    for (Value each : sequence(Fields.at(data, Protocol.STATES))) {
      List<Value> pair = new ArrayList<>();
      sequence(each).forEach(pair::add);
      if (pair.size() != ENTRY_LENGTH) {
        throw bad(each);
      }
      entries.add(new Entry(pair.getFirst(), pair.getLast()));
    }
    return entries;
  }

  private static Sequential sequence(Value value) {
    if (value instanceof Sequential list) {
      return list;
    }
    throw bad(value);
  }

  private static ProtocolException bad(Value found) {
    return new ProtocolException(
        "bad states of keys: expected [[key state] …], found " + Fields.brief(found));
  }
}
