package jellybean.edn;

import java.util.Base64;
import java.util.UUID;

/** Gives the tags their meaning. */
final class TaggedForms {
  private static final int UUID_CHARS = 36;

  private TaggedForms() {}

  /** The value of a complete tagged form. */
  static Value make(Source source, OpenForm form, Value inner) {
    Symbol tag = form.symbol == null ? Tags.INST : form.symbol;
    try {
      return make(tag, inner);
    } catch (IllegalArgumentException e) {
      throw source.fault(form.start, "bad #%s: %s".formatted(tag, String.valueOf(e.getMessage())));
    } catch (EdnException e) {
      throw source.fault(form.start, e.detail());
    }
  }

  private static Value make(Symbol tag, Value inner) {
    if (tag.equals(Tags.INST)) {
      return new Inst(Timestamps.parse(text(inner)));
    }
    if (tag.equals(Tags.UUID)) {
      return new Uuid(uuid(text(inner)));
    }
    if (tag.equals(Tags.SORTED_MAP)) {
      return map(inner);
    }
    if (tag.equals(Tags.SORTED_SET)) {
      return set(inner);
    }
    return tag.equals(Tags.BYTES) ? bytes(text(inner)) : new Tagged(tag, inner);
  }

  private static String text(Value inner) {
    if (inner instanceof Text text) {
      return text.value();
    }
    throw new IllegalArgumentException("expected a string, found " + Excerpts.of(inner.toString()));
  }

  /** Whose parts stand right under the tag, that is nearly every one, is sorted already. */
  private static Value map(Value inner) {
    if (inner instanceof EdnMap map) {
      return map instanceof SortedMap ? map : SortedMap.copyOf(map);
    }
    throw new IllegalArgumentException("expected a map, found " + Excerpts.of(inner.toString()));
  }

  private static Value set(Value inner) {
    if (inner instanceof EdnSet set) {
      return set.isSorted() ? set : EdnSet.sortedCopyOf(set);
    }
    throw new IllegalArgumentException("expected a set, found " + Excerpts.of(inner.toString()));
  }

  private static UUID uuid(String text) {
    if (text.length() != UUID_CHARS || !isUuid(text)) {
      throw new IllegalArgumentException(
          "expected 8-4-4-4-12 hexadecimal digits, found \"" + Excerpts.of(text) + '"');
    }
    return UUID.fromString(text);
  }

  private static boolean isUuid(String text) {
    for (int i = 0; i < UUID_CHARS; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? text.charAt(i) != '-' : CharSyntax.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static Bytes bytes(String text) {
    Bytes bytes = Bytes.owning(Base64.getDecoder().decode(text));
    if (!bytes.base64().equals(text)) {
      throw new IllegalArgumentException(
          "expected canonical base64 with padding, found \"" + Excerpts.of(text) + '"');
    }
    return bytes;
  }
}
