package jellybean.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.edn.Bool;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnSet;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.Tags;

/**
 * The options of a node, from the command line and from the file that {@code --config} names. Those
 * of the command line win.
 *
 * @param line those of the command line
 * @param file where the others come from; empty if from nowhere
 * @param filed those of the file
 */
record NodeOptions(EdnMap line, String file, EdnMap filed) {
  private static final String CONFIG = "config";
  private static final List<String> TEXTS =
      List.of(
          "identity",
          "host",
          "bind",
          "profile",
          "tags",
          "data",
          "metrics-address",
          "pulse",
          "wiring");
  private static final List<String> NUMBERS = List.of("port", "loops", "metrics-port");
  private static final List<String> FLAGS = List.of("exit-with-parent");

  /**
   * @throws ConfigException what is wrong, where, what was expected and found
   */
  static NodeOptions parse(List<String> args) {
    EdnMap line = EdnMap.EMPTY;
    int i = 0;
    while (i < args.size()) {
      String arg = args.get(i);
      String name = arg.startsWith("--") ? arg.substring(2) : "";
      if (FLAGS.contains(name)) {
        line = line.with(Keyword.of(name), Bool.TRUE);
        i += 1;
      } else if (TEXTS.contains(name) || NUMBERS.contains(name) || name.equals(CONFIG)) {
        line = line.with(Keyword.of(name), argument(args, i, NUMBERS.contains(name)));
        i += 2;
      } else {
        throw new ConfigException(
            "bad option: expected one of those that --help lists, found " + arg);
      }
    }
    return withFile(line);
  }

  private static Value argument(List<String> args, int index, boolean number) {
    String option = args.get(index);
    if (index + 1 >= args.size()) {
      throw new ConfigException("bad option " + option + ": expected a value, found the end");
    }
    String text = args.get(index + 1);
    if (!number) {
      return new Text(text);
    }
    try {
      return Int.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new ConfigException(
          "bad option " + option + ": expected a number, found \"" + text + "\"");
    }
  }

  private static NodeOptions withFile(EdnMap line) {
    if (line.get(Keyword.of(CONFIG), Bool.FALSE) instanceof Text file) {
      return new NodeOptions(line, file.value(), read(file.value()));
    }
    return new NodeOptions(line, "", EdnMap.EMPTY);
  }

  private static EdnMap read(String file) {
    try {
      Value value = EdnReader.readOne(Files.readAllBytes(Path.of(file)), file, ReadLimits.DOCUMENT);
      if (value instanceof EdnMap map) {
        map.keys().forEach(key -> checkKnown(file, key));
        return map;
      }
      throw new ConfigException(file + ":1:1: bad configuration: expected a map, found " + value);
    } catch (IOException e) {
      throw new ConfigException("cannot read configuration " + file + ": " + e);
    } catch (EdnException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static void checkKnown(String file, Value key) {
    List<String> known =
        Stream.of(TEXTS, NUMBERS, FLAGS).flatMap(List::stream).map(name -> ":" + name).toList();
    if (!known.contains(key.toString())) {
      throw new ConfigException(
          file
              + ": unknown key "
              + key
              + ": expected one of "
              + known.stream().collect(Collectors.joining(" "))
              + " (see --help)");
    }
  }

  String text(String key, String absent) {
    Value value = value(key, new Text(absent));
    return value instanceof Text text ? text.value() : fail(key, "a string", value);
  }

  /** A text that may be written as a keyword in the file. */
  String name(String key, String absent) {
    return value(key, new Text(absent)) instanceof Keyword name ? name.name() : text(key, absent);
  }

  /** Tags, separated by commas on the line; in the file they may be a set or vector of keywords. */
  SortedSet<String> tags(String key) {
    Value value = value(key, new Text(""));
    List<Value> all = new ArrayList<>();
    switch (value) {
      case Text text -> {
        for (String tag : text.value().split(",", -1)) {
          tag(key, tag.strip()).ifPresent(all::add);
        }
      }
      case EdnSet set -> set.forEach(all::add);
      case Sequential list -> list.forEach(all::add);
      default -> fail(key, "a set of keywords", value);
    }
    SortedSet<String> tags = new TreeSet<>();
    for (Value tag : all) {
      Optional<String> fault = Tags.fault(tag);
      if (fault.isPresent()) {
        return fail(key, fault.get(), tag);
      }
      tags.add(((Keyword) tag).name());
    }
    return tags.size() <= Tags.MAX_TAGS
        ? tags
        : fail(key, "at most " + Tags.MAX_TAGS + " tags", tags.size());
  }

  private Optional<Keyword> tag(String key, String text) {
    String name = text.startsWith(":") ? text.substring(1) : text;
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Keyword.of(name));
    } catch (IllegalArgumentException e) {
      return fail(key, "words that can be keywords", text);
    }
  }

  boolean has(String key) {
    return line.containsKey(Keyword.of(key)) || filed.containsKey(Keyword.of(key));
  }

  int number(String key, int absent, int min, int max) {
    Value value = value(key, Int.of(absent));
    if (value instanceof Int n && n.value() >= min && n.value() <= max) {
      return (int) n.value();
    }
    return fail(key, "a number from " + min + " to " + max, value);
  }

  boolean flag(String key) {
    Value value = value(key, Bool.FALSE);
    return value instanceof Bool flag ? flag.equals(Bool.TRUE) : fail(key, "true or false", value);
  }

  private Value value(String key, Value absent) {
    Keyword name = Keyword.of(key);
    return line.get(name, filed.get(name, absent));
  }

  /** Refuses the value of an option, naming it as whoever gave it did. */
  <T> T fail(String key, String expected, Object found) {
    boolean onTheLine = file.isEmpty() || line.containsKey(Keyword.of(key));
    throw new ConfigException(
        (onTheLine ? "bad --" : file + ": bad :")
            + key
            + ": expected "
            + expected
            + ", found "
            + found);
  }
}
