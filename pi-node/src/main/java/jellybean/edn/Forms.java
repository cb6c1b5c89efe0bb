package jellybean.edn;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts values together from their parts, with a stack of the forms that are open: no recursion.
 *
 * <p>All parts of open forms lie in one array; a form that closes takes its own from the top.
 */
final class Forms {
  private static final int FIRST_PARTS = 32;
  private static final int FIRST_FORMS = 8;
  private static final List<Syntax> NO_CHILDREN = List.of();

  private final Source source;
  private final Scanner scanner;
  private final Atoms atoms;
  private final ReadLimits limits;

  private OpenForm[] open = new OpenForm[0];
  private int depth;

  private Value[] parts = new Value[FIRST_PARTS];
  private int[] starts = new int[FIRST_PARTS];
  private Syntax[] syntaxes = new Syntax[0];
  private int size;

  private boolean withPositions;
  private int elements;
  private boolean done;
  private Value value = Nil.NIL;
  private Syntax syntax = new Syntax(Nil.NIL, Position.NOWHERE, NO_CHILDREN);

  Forms(Source source, ReadLimits limits) {
    this.source = source;
    this.scanner = new Scanner(source);
    this.atoms = new Atoms(source, scanner);
    this.limits = limits;
  }

  /** The value read last. */
  Value value() {
    return value;
  }

  /** The same with positions, if they were wanted. */
  Syntax syntax() {
    return syntax;
  }

  /** Reads one top-level value; false at the end of input. */
  boolean read(boolean wantPositions) {
    withPositions = wantPositions;
    done = false;
    elements = 0;
    while (!done) {
      if (depth == 0) {
        elements = 0;
      }
      int kind = scanner.nextSignificant(depth == 0);
      if (kind == Scanner.END) {
        if (depth > 0) {
          throw unexpectedEnd();
        }
        return false;
      }
      step(kind);
    }
    return true;
  }

  private void step(int kind) {
    int start = source.pos;
    switch (kind) {
      case ByteKind.STRING -> atom(new Text(atoms.string()), start);
      case ByteKind.COLON -> atom(atoms.keyword(), start);
      case ByteKind.DIGIT -> atom(atoms.number(), start);
      case ByteKind.SIGN -> atom(signed(), start);
      case ByteKind.CHARACTER -> atom(atoms.character(), start);
      case ByteKind.OPEN -> openBracket(start);
      case ByteKind.CLOSE -> closeBracket(start);
      case ByteKind.DISPATCH -> dispatch(start);
      case ByteKind.META -> {
        source.pos++;
        begin(OpenForm.Kind.META, start, null);
      }
      default -> atom(atoms.symbolOrConstant(), start);
    }
  }

  private Value signed() {
    return source.available(2) && ByteKind.isDigit(source.bytes[source.pos + 1])
        ? atoms.number()
        : atoms.symbolOrConstant();
  }

  private void openBracket(int start) {
    byte bracket = source.bytes[source.pos++];
    begin(
        switch (bracket) {
          case '(' -> OpenForm.Kind.LIST;
          case '[' -> OpenForm.Kind.VECTOR;
          default -> OpenForm.Kind.MAP;
        },
        start,
        null);
  }

  /** What starts with a hash sign. */
  private void dispatch(int start) {
    source.pos++;
    if (!source.available(1)) {
      throw badDispatch(start, "the end of input");
    }
    byte next = source.bytes[source.pos];
    switch (next) {
      case '{' -> beginAfter(OpenForm.Kind.SET, start);
      case '_' -> beginAfter(OpenForm.Kind.DISCARD, start);
      case '^' -> beginAfter(OpenForm.Kind.META, start);
      case ':' -> namespacedMap(start);
      case '#' -> {
        source.pos++;
        if (scanner.nextSignificant(false) == Scanner.END) {
          throw badDispatch(start, "the end of input after ##");
        }
        atom(atoms.symbolicNumber(), start);
      }
      default -> tag(start);
    }
  }

  private void beginAfter(OpenForm.Kind kind, int start) {
    source.pos++;
    begin(kind, start, null);
  }

  private void tag(int start) {
    int first = scanner.codePoint();
    if (!Character.isLetter(first)) {
      throw badDispatch(start, "#" + Excerpts.of(Character.toString(first)));
    }
    begin(OpenForm.Kind.TAG, start, atoms.symbol("tag"));
  }

  private EdnException badDispatch(int start, String found) {
    return source.fault(start, "bad '#': expected #{ #_ ## #: or # with a tag, found " + found);
  }

  /** {@code #:name{…}}, of which the hash sign was read. */
  private void namespacedMap(int start) {
    source.pos++;
    Symbol namespace = atoms.symbol("namespace of a map");
    if (namespace.namespace().isPresent()) {
      throw source.fault(
          start, "bad namespace of a map: expected a name without '/', found " + namespace);
    }
    if (scanner.nextSignificant(false) == Scanner.END || source.bytes[source.pos] != '{') {
      throw source.fault(source.pos, "expected '{' after #:" + namespace);
    }
    source.pos++;
    begin(OpenForm.Kind.MAP, start, namespace);
  }

  private void begin(OpenForm.Kind kind, int start, @Nullable Symbol symbol) {
    if (depth == limits.depth()) {
      throw source.fault(
          start,
          "nested too deep: expected at most %d levels, found more".formatted(limits.depth()));
    }
    count(start);
    if (depth == open.length) {
      growOpen();
    }
    OpenForm form = open[depth++];
    form.begin(kind, start, size, symbol);
    if (withPositions) {
      form.at = source.advanceTo(start);
    }
  }

  private void growOpen() {
    int from = open.length;
    open = Arrays.copyOf(open, Math.max(FIRST_FORMS, from * 2));
    for (int i = from; i < open.length; i++) {
      open[i] = new OpenForm();
    }
  }

  private void count(int start) {
    if (++elements > limits.elements()) {
      throw source.fault(
          start,
          "too many elements: expected at most %d in one value, found more"
              .formatted(limits.elements()));
    }
  }

  private void atom(Value atom, int start) {
    count(start);
    if (!withPositions && depth > 0 && open[depth - 1].kind.isCollection()) {
      push(atom, start, Position.NOWHERE, NO_CHILDREN);
      return;
    }
    complete(atom, start, withPositions ? source.advanceTo(start) : Position.NOWHERE, NO_CHILDREN);
  }

  private void closeBracket(int start) {
    char found = (char) source.bytes[source.pos++];
    if (depth == 0) {
      throw source.fault(start, "unmatched '%c': nothing is open here".formatted(found));
    }
    OpenForm form = open[depth - 1];
    if (form.kind.closing != found) {
      throw source.fault(start, "unmatched '%c': %s".formatted(found, awaited(form)));
    }
    Value built = build(form);
    List<Syntax> children = NO_CHILDREN;
    if (withPositions) {
      children = List.of(Arrays.copyOfRange(syntaxes, form.base, size));
    }
    size = form.base;
    depth--;
    complete(built, form.start, form.at, children);
  }

  /** Hands a complete value to the form it belongs to, which may complete that one too. */
  private void complete(Value complete, int start, Position at, List<Syntax> children) {
    Value whole = complete;
    List<Syntax> inner = children;
    Position place = at;
    int from = start;
    while (depth > 0 && !open[depth - 1].kind.isCollection()) {
      OpenForm form = open[depth - 1];
      switch (form.kind) {
        case TAG -> {
          Value tagged = TaggedForms.make(source, form, whole);
          inner = childrenOf(tagged, new Syntax(whole, place, inner));
          whole = tagged;
          from = form.start;
          place = form.at;
        }
        case META -> {
          checkMeta(whole, from);
          form.kind = OpenForm.Kind.META_TARGET;
          return;
        }
        case META_TARGET -> checkMetaTarget(whole, from);
        default -> {
          depth--;
          return;
        }
      }
      depth--;
    }
    deliver(whole, from, place, inner);
  }

  private void deliver(Value whole, int start, Position at, List<Syntax> children) {
    if (depth > 0) {
      push(whole, start, at, children);
      return;
    }
    done = true;
    value = whole;
    if (withPositions) {
      syntax = new Syntax(whole, at, children);
    }
  }

  /** A sorted map or set is the one under its tag, so that their parts are the same. */
  private List<Syntax> childrenOf(Value tagged, Syntax inner) {
    if (!withPositions) {
      return NO_CHILDREN;
    }
    return switch (tagged) {
      case Tagged _ -> List.of(inner);
      case Coll _ -> inner.children();
      default -> NO_CHILDREN;
    };
  }

  private void push(Value part, int start, Position at, List<Syntax> children) {
    if (size == parts.length) {
      parts = Arrays.copyOf(parts, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
    }
    parts[size] = part;
    starts[size] = start;
    if (withPositions) {
      if (size >= syntaxes.length) {
        syntaxes = Arrays.copyOf(syntaxes, parts.length);
      }
      syntaxes[size] = new Syntax(part, at, children);
    }
    size++;
  }

  private void checkMeta(Value meta, int start) {
    switch (meta) {
      case Symbol _, Keyword _, Text _, EdnMap _ -> {}
      default ->
          throw source.fault(start, "bad metadata: expected a symbol, keyword, string or map");
    }
  }

  private void checkMetaTarget(Value target, int start) {
    if (!(target instanceof Symbol || target instanceof Coll)) {
      throw source.fault(start, "metadata on a wrong value: expected a symbol or a collection");
    }
  }

  private Value build(OpenForm form) {
    return switch (form.kind) {
      case LIST -> EdnList.of(parts, form.base, size);
      case VECTOR -> EdnVector.of(parts, form.base, size);
      case SET ->
          isTagged(Tags.SORTED_SET)
              ? EdnSet.ofKeys(uniques(1).sorted(form.base, size))
              : uniques(1).set(form.base, size);
      default -> buildMap(form);
    };
  }

  private Value buildMap(OpenForm form) {
    if ((size - form.base) % 2 != 0) {
      throw source.fault(
          starts[size - 1],
          "key without a value: expected keys and values in turn in the map that starts at "
              + source.positionOf(form.start));
    }
    if (form.symbol != null) {
      qualify(form.symbol.name(), form.base);
    }
    return isTagged(Tags.SORTED_MAP)
        ? uniques(2).sorted(form.base, size)
        : uniques(2).map(form.base, size);
  }

  /** Whether the form that closes stands under that tag. */
  private boolean isTagged(Symbol tag) {
    return depth > 1
        && open[depth - 2].kind == OpenForm.Kind.TAG
        && Objects.equals(tag, open[depth - 2].symbol);
  }

  private Uniques uniques(int step) {
    return new Uniques(source, parts, starts, step);
  }

  private void qualify(String namespace, int base) {
    for (int i = base; i < size; i += 2) {
      try {
        parts[i] = Qualified.of(namespace, parts[i]);
      } catch (IllegalArgumentException e) {
        throw source.fault(starts[i], String.valueOf(e.getMessage()));
      }
      if (withPositions) {
        syntaxes[i] = new Syntax(parts[i], syntaxes[i].at(), syntaxes[i].children());
      }
    }
  }

  private String awaited(OpenForm form) {
    return form.kind.isCollection()
        ? "expected '%c' to close the '%s' at %s"
            .formatted(form.kind.closing, form.kind.opening, source.positionOf(form.start))
        : "expected a value after the '%s%s' at %s"
            .formatted(
                form.kind.opening,
                form.symbol == null ? "" : form.symbol,
                source.positionOf(form.start));
  }

  private EdnException unexpectedEnd() {
    return source.fault(source.pos, "unexpected end of input: " + awaited(open[depth - 1]));
  }
}
