package jellybean.lang;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Random well-formed programs, mostly of values that fit, so that most of them succeed.
 *
 * <p>Expressions are made from templates of the type that is wanted. In a template {@code ~int}
 * stands for an expression of a type, {@code ~same} for one of the template's own, {@code ~+int}
 * for a new local; between {@code ~.} and {@code ~!} new locals are visible; {@code v~back2} is the
 * last local but one. Whatever has an order that Clojure leaves open (sets, maps made by {@code
 * hash-map}) is never walked in order.
 */
final class Programs {

  /** What an expression gives. */
  enum Type {
    INT,
    SMALL,
    NUM,
    BOOL,
    STR,
    CHAR,
    KW,
    SYM,
    ANY,
    SCALAR,
    PRINT,
    VEC,
    LIST,
    COLL,
    STRS,
    PAIRS,
    MAP,
    SET,
    SMAP,
    SSET,
    F1,
    F2,
    PRED,
    ODDITY
  }

  private record Local(String name, Type type) {}

  private static final int ODDITY_ONE_IN = 200;
  private static final int LOCAL_ONE_IN = 3;
  private static final int LEAF_ONE_IN = 6;
  private static final Pattern HOLE =
      Pattern.compile("v~back(\\d)|~\\+([a-z0-9]+)|~\\.|(~!)|~([a-z0-9]+)");

  private static final String EDGE_BEFORE = "(?<![\\w*+!?<>=/.'-])";
  private static final String EDGE_BEHIND = "(?![\\w*+!?<>=/.'-])";

  private final SplittableRandom random;
  private final Map<Type, List<String>> templates = new EnumMap<>(Type.class);
  private final Map<Type, List<String>> leaves = new EnumMap<>(Type.class);
  private final List<Local> locals = new ArrayList<>();
  private int names;

  /**
   * @param lines a type and a template each
   */
  Programs(SplittableRandom random, List<String> lines) {
    this.random = random;
    for (Type type : Type.values()) {
      templates.put(type, new ArrayList<>());
      leaves.put(type, new ArrayList<>());
    }
    for (String line : lines) {
      int end = line.indexOf(' ');
      Type type = Type.valueOf(line.substring(0, end));
      String text = line.substring(end + 1);
      (text.contains("~") ? templates : leaves).get(type).add(text);
    }
  }

  /** A program of at most so many levels. */
  String next(int levels) {
    locals.clear();
    names = 0;
    return expression(Type.values()[random.nextInt(Type.SSET.ordinal() + 1)], levels);
  }

  private record Template(Type type, String text) {}

  /** A program whose outermost expression uses that name. */
  String about(String name, int levels) {
    List<Template> using = using(name);
    locals.clear();
    names = 0;
    Template chosen = using.get(random.nextInt(using.size()));
    return fill(chosen.text(), chosen.type(), levels);
  }

  /** Whether programs can be made that use that name. */
  boolean knows(String name) {
    return !using(name).isEmpty();
  }

  private List<Template> using(String name) {
    Pattern use = Pattern.compile(EDGE_BEFORE + Pattern.quote(name) + EDGE_BEHIND);
    List<Template> using = new ArrayList<>();
    for (Type type : Type.values()) {
      for (List<String> texts : List.of(templates.get(type), leaves.get(type))) {
        texts.stream()
            .filter(text -> use.matcher(text).find())
            .forEach(text -> using.add(new Template(type, text)));
      }
    }
    return using;
  }

  private String expression(Type wanted, int levels) {
    if (wanted != Type.SMALL && random.nextInt(ODDITY_ONE_IN) == 0) {
      return pick(leaves.get(Type.ODDITY));
    }
    Type type = narrowed(wanted);
    List<Local> fitting = locals.stream().filter(local -> local.type == type).toList();
    if (!fitting.isEmpty() && random.nextInt(LOCAL_ONE_IN) == 0) {
      return fitting.get(random.nextInt(fitting.size())).name;
    }
    List<String> complex = templates.get(type);
    boolean leaf = levels <= 0 || complex.isEmpty() || random.nextInt(LEAF_ONE_IN) == 0;
    return leaf && !leaves.get(type).isEmpty()
        ? pick(leaves.get(type))
        : fill(pick(complex), type, levels);
  }

  private Type narrowed(Type wanted) {
    return switch (wanted) {
      case ANY ->
          one(
              Type.INT, Type.NUM, Type.BOOL, Type.STR, Type.KW, Type.VEC, Type.LIST, Type.MAP,
              Type.SET, Type.SMAP, Type.SSET, Type.CHAR, Type.SYM, Type.ANY, Type.ANY, Type.ANY);
      case SCALAR -> one(Type.INT, Type.STR, Type.KW, Type.CHAR, Type.SYM, Type.BOOL);
      case PRINT ->
          one(
              Type.INT, Type.NUM, Type.BOOL, Type.STR, Type.KW, Type.VEC, Type.LIST, Type.MAP,
              Type.SMAP, Type.SSET, Type.CHAR, Type.SYM);
      case NUM -> one(Type.INT, Type.NUM, Type.NUM);
      case COLL -> one(Type.VEC, Type.LIST);
      default -> wanted;
    };
  }

  private Type one(Type... types) {
    return types[random.nextInt(types.length)];
  }

  private String pick(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private String fill(String template, Type self, int levels) {
    int visible = locals.size();
    List<Local> fresh = new ArrayList<>();
    StringBuilder out = new StringBuilder();
    Matcher holes = HOLE.matcher(template);
    while (holes.find()) {
      holes.appendReplacement(out, "");
      if (holes.group(1) != null) {
        out.append(
            locals.get(visible + declared(template) - Integer.parseInt(holes.group(1))).name);
      } else if (holes.group(2) != null) {
        Local local = new Local("v" + names++, type(holes.group(2), self));
        fresh.add(local);
        out.append(local.name);
      } else if (holes.group(3) != null) {
        locals.subList(visible, locals.size()).clear();
      } else if (holes.group(4) != null) {
        out.append(expression(type(holes.group(4), self), levels - 1));
      } else {
        locals.addAll(fresh);
        fresh.clear();
      }
    }
    holes.appendTail(out);
    locals.subList(visible, locals.size()).clear();
    return out.toString();
  }

  private static int declared(String template) {
    return template.split("~\\+", -1).length - 1;
  }

  private static Type type(String name, Type self) {
    return name.equals("same") ? self : Type.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
