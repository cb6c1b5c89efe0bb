package jellybean.edn;

/**
 * Builds maps and sets from a range of parts, and says where a key comes twice.
 *
 * @param starts index of the first byte of each part
 * @param step 2 if each key is followed by its value, 1 for elements of a set
 */
record Uniques(Source source, Value[] parts, int[] starts, int step) {
  private static final int INCOMPARABLE = KeyOrder.INCOMPARABLE;

  EdnMap map(int base, int end) {
    checkDepths(base, end);
    if (end - base <= 2 * EdnMap.SMALL) {
      checkFew(base, end);
      return EdnMap.ofFew(parts, base, end);
    }
    return many(base, end);
  }

  EdnSet set(int base, int end) {
    checkDepths(base, end);
    if (end - base > EdnMap.SMALL) {
      return EdnSet.ofKeys(many(base, end));
    }
    checkFew(base, end);
    Value[] doubled = new Value[2 * (end - base)];
    for (int i = base; i < end; i++) {
      doubled[2 * (i - base)] = parts[i];
      doubled[2 * (i - base) + 1] = parts[i];
    }
    return EdnSet.ofKeys(EdnMap.ofFew(doubled, 0, doubled.length));
  }

  /** Sorts them, unless they are sorted as they always are in what was printed. */
  SortedMap sorted(int base, int end) {
    checkDepths(base, end);
    boolean ascending = true;
    for (int i = base; i < end; i += step) {
      int before = Math.max(base, i - step);
      int order = NaturalOrder.compare(parts[before], parts[i]);
      if (order == INCOMPARABLE || !KeyOrder.hasOrder(parts[i])) {
        throw source.fault(
            starts[i], "cannot sort: " + NaturalOrder.expectedOrdered(parts[i], parts[before]));
      }
      ascending &= order < 0 || i == base;
    }
    return ascending ? SortedMap.ofAscending(parts, base, end, step) : sortedAnew(base, end);
  }

  private SortedMap sortedAnew(int base, int end) {
    SortedMap sorted = SortedMap.EMPTY;
    for (int i = base; i < end; i += step) {
      if (!(sorted.with(parts[i], parts[i + step - 1]) instanceof SortedMap more)) {
        throw source.fault(
            starts[i], "cannot sort: " + NaturalOrder.expectedOrdered(parts[i], parts[base]));
      }
      if (more.size() == sorted.size()) {
        throw level(sorted, base, i);
      }
      sorted = more;
    }
    return sorted;
  }

  /** A key that is there already, or one beside which it neither comes before nor after. */
  private EdnException level(SortedMap sorted, int base, int at) {
    Value own = sorted.ownKey(parts[at], parts[at], NaturalOrder.WITHOUT_CALLS);
    int first = base;
    while (parts[first] != own) {
      first += step;
    }
    return own.equals(parts[at])
        ? duplicate(first, at)
        : source.fault(
            starts[at],
            "cannot sort: %s beside %s at %s"
                .formatted(
                    NaturalOrder.expectedDistinct(parts[at]),
                    Excerpts.of(own.toString()),
                    source.positionOf(starts[first])));
  }

  private void checkDepths(int base, int end) {
    for (int i = base; i < end; i += step) {
      if (parts[i].depth() > Nesting.KEY) {
        throw source.fault(
            starts[i],
            "%s too deep: expected at most %d levels of nesting".formatted(role(), Nesting.KEY));
      }
    }
  }

  private void checkFew(int base, int end) {
    for (int i = base + step; i < end; i += step) {
      for (int j = base; j < i; j += step) {
        if (parts[i].equals(parts[j])) {
          throw duplicate(j, i);
        }
      }
    }
  }

  private EdnMap many(int base, int end) {
    TrieBuilder builder = new TrieBuilder(parts, base, end, step);
    if (builder.hasDuplicate()) {
      throw duplicate(
          base + step * builder.firstOfDuplicates(), base + step * builder.secondOfDuplicates());
    }
    return builder.map();
  }

  private EdnException duplicate(int first, int second) {
    String text = Excerpts.of(parts[second].toString());
    return source.fault(
        starts[second],
        "duplicate %s %s: expected each once, found it before at %s"
            .formatted(role(), text, source.positionOf(starts[first])));
  }

  private String role() {
    return step == 2 ? "key" : "element";
  }
}
