package jellybean.edn;

import java.util.Iterator;

/** A set kept as the keys of a map, each its own value. */
final class KeySet extends EdnSet {
  private final EdnMap elements;

  KeySet(EdnMap elements) {
    this.elements = elements;
  }

  EdnMap elements() {
    return elements;
  }

  @Override
  public boolean contains(Value element, KeyOrder order) {
    return elements.containsKey(element, order);
  }

  @Override
  public Value get(Value element, Value ifAbsent, KeyOrder order) {
    return elements.get(element, ifAbsent, order);
  }

  @Override
  public EdnSet with(Value element, KeyOrder order) {
    EdnMap more = elements.withIfAbsent(element, element, order);
    return more == elements ? this : new KeySet(more);
  }

  @Override
  public EdnSet without(Value element, KeyOrder order) {
    EdnMap fewer = elements.without(element, order);
    return fewer == elements ? this : ofKeys(fewer);
  }

  @Override
  public EdnSet cleared() {
    return ofKeys(elements.cleared());
  }

  @Override
  public boolean isSorted() {
    return elements.isSorted();
  }

  @Override
  public boolean isSortedByFunction() {
    return elements.isSortedByFunction();
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public Iterator<Value> iterator() {
    return elements.keys().iterator();
  }

  /** Counts elements once, although the map refers to each twice. */
  @Override
  public int weightBytes() {
    int weight = elements.weightBytes();
    return weight == Integer.MAX_VALUE ? weight : (weight - Weight.MAP) / 2 + Weight.MAP;
  }

  @Override
  public int depth() {
    return elements.depth();
  }
}
