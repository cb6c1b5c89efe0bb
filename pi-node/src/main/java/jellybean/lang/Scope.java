package jellybean.lang;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jellybean.edn.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * The locals of one body of a function while it is analysed.
 *
 * <p>Every binding gets a slot of its own in the frame, so that nothing has to be restored when a
 * {@code let} ends. A name found only in an enclosing function is captured: its value is copied
 * into a slot of this frame when the closure is called.
 */
final class Scope {

  static final int ABSENT = -1;

  /** What the bodies of one {@code fn} form capture: slots in the frame around it. */
  static final class Captures {
    private final Map<Integer, Integer> indexes = new LinkedHashMap<>();

    int indexOf(int outerSlot) {
      return indexes.computeIfAbsent(outerSlot, _ -> indexes.size());
    }

    int[] slots() {
      return indexes.keySet().stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /**
   * The names visible at one point, innermost first.
   *
   * @param hidden the slot that the same name had before, or {@link #ABSENT}
   */
  record Names(Symbol name, int hidden, @Nullable Names next) {}

  private final @Nullable Scope outer;
  private final Captures captures;
  private final Map<Symbol, Integer> captured = new LinkedHashMap<>();
  private final List<Integer> capturedIndexes = new ArrayList<>();
  private final Map<Symbol, Integer> visible = new HashMap<>();
  private @Nullable Names names;
  private int slots;
  private int nesting;

  private Scope(@Nullable Scope outer, Captures captures) {
    this.outer = outer;
    this.captures = captures;
  }

  static Scope top() {
    return new Scope(null, new Captures());
  }

  /** The scope of a function's body inside this one. */
  Scope inner(Captures shared) {
    return new Scope(this, shared);
  }

  /** A slot without a name. */
  int temp() {
    return slots++;
  }

  /** Makes a name visible until {@link #release}. */
  int declare(Symbol name) {
    int slot = temp();
    bind(name, slot);
    return slot;
  }

  void bind(Symbol name, int slot) {
    names = new Names(name, findOwn(name), names);
    visible.put(name, slot);
  }

  @Nullable Names mark() {
    return names;
  }

  void release(@Nullable Names mark) {
    for (Names at = names; at != null && at != mark; at = at.next) {
      if (at.hidden == ABSENT) {
        visible.remove(at.name);
      } else {
        visible.put(at.name, at.hidden);
      }
    }
    names = mark;
  }

  /** The slot of a name, captured if need be; {@link #ABSENT} if it is no local. */
  int find(Symbol name) {
    int own = findOwn(name);
    if (own != ABSENT || outer == null) {
      return own;
    }
    Integer known = captured.get(name);
    if (known != null) {
      return known;
    }
    int outerSlot = outer.find(name);
    if (outerSlot == ABSENT) {
      return ABSENT;
    }
    int slot = temp();
    captured.put(name, slot);
    capturedIndexes.add(captures.indexOf(outerSlot));
    return slot;
  }

  /** Whether a name is a local here; captures nothing. */
  boolean binds(Symbol name) {
    return findOwn(name) != ABSENT || (outer != null && outer.binds(name));
  }

  private int findOwn(Symbol name) {
    return visible.getOrDefault(name, ABSENT);
  }

  void addNames(Collection<String> all) {
    visible.keySet().forEach(name -> all.add(name.toString()));
    if (outer != null) {
      outer.addNames(all);
    }
  }

  int slots() {
    return slots;
  }

  int[] capturedIndexes() {
    return capturedIndexes.stream().mapToInt(Integer::intValue).toArray();
  }

  int[] capturedSlots() {
    return captured.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Nodes above the one being analysed, within this body. */
  int nesting() {
    return nesting;
  }

  void deeper() {
    nesting++;
  }

  void shallower() {
    nesting--;
  }

  /** Nodes above the one being analysed, enclosing functions included. */
  int totalNesting() {
    return outer == null ? nesting : nesting + outer.totalNesting();
  }
}
