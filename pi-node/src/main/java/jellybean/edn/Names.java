package jellybean.edn;

/** Which texts may be symbols and keywords. */
final class Names {
  /** No name is longer than this, in UTF-16 units. */
  static final int MAX_LENGTH = 1024;

  private static final String OK = "";
  private static final int ASCII = 128;
  private static final String NOT_IN_NAMES = "()[]{}\"\\;^@`~,";

  /** The characters that mean nothing but themselves wherever they stand. */
  private static final boolean[] PLAIN = plain();

  private Names() {}

  /** Why {@code name} (without a leading colon) is no keyword; empty if it is one. */
  static String keywordFault(String name) {
    if (name.isEmpty()) {
      return "expected a name after ':'";
    }
    if (name.charAt(0) == ':') {
      return "expected one ':' in front, found two";
    }
    return commonFault(name);
  }

  /** Why {@code name} is no symbol; empty if it is one. */
  static String symbolFault(String name) {
    if (name.isEmpty()) {
      return "expected a name, found nothing";
    }
    char first = name.charAt(0);
    if (first == ':' || first == '#' || first == '\'') {
      return "expected no " + first + " at the start of a symbol";
    }
    if (looksLikeNumber(name)) {
      return "expected a symbol not to start like a number";
    }
    if (name.equals("nil") || name.equals("true") || name.equals("false")) {
      return "expected a symbol, found what reads as the value " + name;
    }
    return commonFault(name);
  }

  /** Where the slash between namespace and name stands; -1 if there is no namespace. */
  static int slash(String name) {
    return name.length() == 1 ? -1 : name.indexOf('/');
  }

  /** {@code namespace/name}, or the plain name if the namespace is empty. */
  static String join(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  private static boolean looksLikeNumber(String name) {
    char first = name.charAt(0);
    return isDigit(first)
        || ((first == '+' || first == '-' || first == '.')
            && name.length() > 1
            && isDigit(name.charAt(1)));
  }

  private static String commonFault(String name) {
    return isPlain(name) ? OK : anyFault(name);
  }

  /** Whether a name is so ordinary that one look at each character is enough to accept it. */
  private static boolean isPlain(String name) {
    int slashes = 0;
    char before = '/';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/') {
        slashes++;
      } else if (c >= ASCII || !PLAIN[c]) {
        return false;
      }
      if (before == '/' && (c == '/' || (isDigit(c) && i > 0))) {
        return false;
      }
      before = c;
    }
    return slashes <= 1 && before != '/' && name.length() <= MAX_LENGTH;
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[ASCII];
    for (int c = 0; c < ASCII; c++) {
      plain[c] = c != ':' && c != '/' && belongs(c);
    }
    return plain;
  }

  private static String anyFault(String name) {
    if (name.length() > MAX_LENGTH) {
      return "expected at most %d characters in a name, found %d"
          .formatted(MAX_LENGTH, name.length());
    }
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      if (!belongs(name.codePointAt(i))) {
        return "expected no %s in a name".formatted(describe(name.codePointAt(i)));
      }
    }
    String slashes = slashFault(name);
    return slashes.isEmpty() ? colonFault(name) : slashes;
  }

  private static String colonFault(String name) {
    if (name.endsWith(":") || name.contains(":/")) {
      return "expected no ':' at the end of a name or namespace";
    }
    return name.contains("::") ? "expected no '::' in a name" : OK;
  }

  private static String slashFault(String name) {
    int slash = slash(name);
    if (slash < 0) {
      return OK;
    }
    if (slash == 0) {
      return "expected a namespace before '/'";
    }
    String local = name.substring(slash + 1);
    if (local.isEmpty()) {
      return "expected a name after '/'";
    }
    if (local.equals("/")) {
      return OK;
    }
    if (local.indexOf('/') >= 0) {
      return "expected at most one '/' in a name";
    }
    return isDigit(local.charAt(0)) ? "expected no digit after '/'" : OK;
  }

  private static boolean belongs(int codePoint) {
    if (codePoint < ASCII) {
      return codePoint > ' ' && codePoint != ASCII - 1 && NOT_IN_NAMES.indexOf(codePoint) < 0;
    }
    return !Unicode.isInvisible(codePoint);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String describe(int codePoint) {
    return Unicode.isInvisible(codePoint) || codePoint == ' '
        ? "U+%04X".formatted(codePoint)
        : "'" + Character.toString(codePoint) + "'";
  }
}
