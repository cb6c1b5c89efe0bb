package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;

/** Picks typed parts out of the messages between the parts of nodes, or says what is wrong. */
final class Fields {
  private static final int BRIEF_CHARACTERS = 120;

  private Fields() {}

  static Value at(EdnMap map, Keyword key) {
    return map.find(key)
        .orElseThrow(
            () -> new ProtocolException("missing " + key + ": expected it in " + brief(map)));
  }

  static long number(Value value) {
    if (value instanceof Int n) {
      return n.value();
    }
    throw bad("number", "an integer", value);
  }

  static long longAt(EdnMap map, Keyword key) {
    if (at(map, key) instanceof Int n) {
      return n.value();
    }
    throw bad(key.toString(), "an integer", at(map, key));
  }

  static EdnMap mapAt(EdnMap map, Keyword key) {
    return mapOf(at(map, key), key.toString());
  }

  static EdnMap mapOf(Value value, String what) {
    if (value instanceof EdnMap map) {
      return map;
    }
    throw bad(what, "a map", value);
  }

  static Keyword keywordAt(EdnMap map, Keyword key) {
    if (at(map, key) instanceof Keyword keyword) {
      return keyword;
    }
    throw bad(key.toString(), "a keyword", at(map, key));
  }

  static String text(Value value, String what) {
    if (value instanceof Text text) {
      return text.value();
    }
    throw bad(what, "a string", value);
  }

  static String textAt(EdnMap map, Keyword key) {
    return text(at(map, key), key.toString());
  }

  static Address address(Value value, String what) {
    try {
      return new Address(text(value, what));
    } catch (BadNameException e) {
      throw new ProtocolException("bad " + what + ": " + e.getMessage());
    }
  }

  static Address addressAt(EdnMap map, Keyword key) {
    return address(at(map, key), key.toString());
  }

  static List<Address> addressesAt(EdnMap map, Keyword key) {
    return addresses(at(map, key), key.toString());
  }

  static List<Address> addresses(Value value, String what) {
    if (!(value instanceof Sequential list)) {
      throw bad(what, "a vector of addresses", value);
    }
    List<Address> addresses = new ArrayList<>();
    list.forEach(each -> addresses.add(address(each, "address")));
    return addresses;
  }

  static NodeId node(Value value, String what) {
    try {
      return new NodeId(text(value, what));
    } catch (BadNameException e) {
      throw new ProtocolException("bad " + what + ": " + e.getMessage());
    }
  }

  static NodeId nodeAt(EdnMap map, Keyword key) {
    return node(at(map, key), key.toString());
  }

  static String brief(Value value) {
    String text = value.toString();
    return text.length() <= BRIEF_CHARACTERS ? text : text.substring(0, BRIEF_CHARACTERS) + "…";
  }

  private static ProtocolException bad(String what, String expected, Value found) {
    return new ProtocolException(
        "bad " + what + ": expected " + expected + ", found " + brief(found));
  }
}
