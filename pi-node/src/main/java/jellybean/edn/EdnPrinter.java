package jellybean.edn;

/** draft */
public final class EdnPrinter {
  private EdnPrinter() {}

  public static String toString(Value value) {
    StringBuilder out = new StringBuilder();
    put(value, out);
    return out.toString();
  }

  private static void put(Value value, StringBuilder out) {
    switch (value) {
      case Text t -> out.append('"').append(t.value()).append('"');
      case Char c -> out.append('\\').append(c.value());
      case Tagged t -> {
        out.append('#').append(t.tag()).append(' ');
        put(t.value(), out);
      }
      case EdnList l -> put("(", l, ")", out);
      case EdnVector l -> put("[", l, "]", out);
      case EdnSet l -> put("#{", l, "}", out);
      case EdnMap m -> {
        out.append('{');
        String separator = "";
        for (EdnMap.Entry e : m.entries()) {
          out.append(separator);
          put(e.key(), out);
          out.append(' ');
          put(e.value(), out);
          separator = ", ";
        }
        out.append('}');
      }
      default -> out.append(value);
    }
  }

  private static void put(String open, Coll coll, String close, StringBuilder out) {
    out.append(open);
    String separator = "";
    for (Value v : coll) {
      out.append(separator);
      put(v, out);
      separator = " ";
    }
    out.append(close);
  }
}
