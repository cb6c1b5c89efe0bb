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
  public boolean contains(Value element) {
    return elements.containsKey(element);
  }

  @Override
  public Value get(Value element, Value ifAbsent) {
    return elements.get(element, ifAbsent);
  }

  @Override
  public EdnSet with(Value element) {
    return elements.containsKey(element) ? this : new KeySet(elements.with(element, element));
  }

  @Override
  public EdnSet without(Value element) {
    EdnMap fewer = elements.without(element);
    return fewer == elements ? this : ofKeys(fewer);
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
