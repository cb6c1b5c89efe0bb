package jellybean.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * What was saved of an actor, as it has to be where it is loaded: addresses below the system get
 * its new name, and places for answers the members where those who asked live now. An answer to who
 * was not saved is late there, as nobody waits for it.
 *
 * @param from the root that was saved
 * @param to the root that is loaded
 * @param places of all actors that are loaded
 */
record Relocation(Address from, Address to, SortedMap<Address, String> places) {
  private static final Symbol REPLY_TO = Symbol.of("jelly", "reply-to");
  private static final Keyword ACTOR = Keyword.of("actor");
  private static final Keyword STATE = Keyword.of("state");
  private static final Keyword MAILBOX = Keyword.of("mailbox");
  private static final Keyword TIMERS = Keyword.of("timers");
  private static final Keyword WATCHING = Keyword.of("watching");
  private static final Keyword FROM = Keyword.of("from");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");
  private static final Keyword TO = Keyword.of("to");
  private static final Keyword SEND = Keyword.of("jelly", "send");
  private static final int REPLY_PARTS = 3;

  /** Where an address is now. */
  Address moved(Address address) {
    if (!from.contains(address)) {
      return address;
    }
    List<String> segments = new ArrayList<>(to.segments());
    segments.addAll(address.segments().subList(from.segments().size(), address.segments().size()));
    return Address.of(segments.toArray(String[]::new));
  }

  private Value moved(Value path) {
    return path instanceof Text text ? Place.text(moved(new Address(text.value()))) : path;
  }

  EdnMap actor(EdnMap saved) {
    EdnMap row = saved.with(ACTOR, moved(saved.get(ACTOR)));
    if (row.find(STATE).isPresent()) {
      row = row.with(STATE, value(row.get(STATE)));
    }
    row = each(row, MAILBOX, m -> message((EdnMap) m));
    row = each(row, TIMERS, this::value);
    return each(row, WATCHING, this::moved);
  }

  private static EdnMap each(
      EdnMap row, Keyword key, java.util.function.UnaryOperator<Value> change) {
    if (!(row.get(key, Nil.NIL) instanceof EdnVector all)) {
      return row;
    }
    List<Value> changed = new ArrayList<>();
    all.forEach(each -> changed.add(change.apply(each)));
    return row.with(key, EdnVector.of(changed));
  }

  private EdnMap message(EdnMap message) {
    EdnMap moved = (EdnMap) value(message);
    moved = moved.with(FROM, moved(message.get(FROM)));
    boolean isOrder = message.get(NAME, Nil.NIL).equals(SEND);
    return isOrder && moved.get(DATA) instanceof EdnMap order
        ? moved.with(DATA, order.with(TO, moved(order.get(TO, Nil.NIL))))
        : moved;
  }

  /** The same value with its places for answers; its depth is bounded, for it was read. */
  Value value(Value value) {
    return switch (value) {
      case Tagged tagged when tagged.tag().equals(REPLY_TO) -> replyTo(tagged);
      case Tagged tagged -> new Tagged(tagged.tag(), value(tagged.value()));
      case EdnMap map -> map(map);
      case EdnVector vector -> EdnVector.of(all(vector));
      case EdnList list -> EdnList.of(all(list));
      case EdnSet set -> EdnSet.of(all(set).toArray(Value[]::new));
      default -> value;
    };
  }

  private List<Value> all(Iterable<Value> values) {
    List<Value> changed = new ArrayList<>();
    values.forEach(each -> changed.add(value(each)));
    return changed;
  }

  private EdnMap map(EdnMap map) {
    EdnMap changed = map;
    for (EdnMap.Entry entry : map.entries()) {
      Value key = value(entry.key());
      changed = key.equals(entry.key()) ? changed : changed.without(entry.key());
      changed = changed.with(key, value(entry.value()));
    }
    return changed;
  }

  private Value replyTo(Tagged tagged) {
    if (!(tagged.value() instanceof EdnVector parts)
        || parts.size() != REPLY_PARTS
        || !(parts.get(0) instanceof Text asker)) {
      return tagged;
    }
    Address who = moved(new Address(asker.value()));
    Optional<String> node = Optional.ofNullable(places.get(who)).filter(_ -> to.contains(who));
    return new Tagged(
        REPLY_TO,
        EdnVector.of(
            Place.text(who),
            node.<Value>map(Text::new).orElse(parts.get(1)),
            node.isPresent() ? parts.get(2) : Int.of(0)));
  }
}
