package jellybean.lang;

import java.util.ArrayList;
import java.util.List;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.edn.Syntax;
import jellybean.edn.Value;

/** Evaluates texts for tests. */
final class Run {

  static final String SOURCE = "test.edn";

  private Run() {}

  static List<Syntax> read(String text) {
    return EdnReader.of(text, SOURCE, ReadLimits.DOCUMENT).allSyntax();
  }

  static Syntax readOne(String text) {
    return read(text).getFirst();
  }

  /** The value of the last form. */
  static Value eval(String text) {
    return eval(text, Budget.DEFAULT);
  }

  static Value eval(String text, Budget budget) {
    Session session = new Session(SOURCE, budget);
    List<Value> values = new ArrayList<>();
    for (Syntax form : read(text)) {
      values.add(session.eval(form));
    }
    return values.getLast();
  }

  /** The message of the error that evaluating the text ends with. */
  static String error(String text) {
    return error(text, Budget.DEFAULT);
  }

  static String error(String text, Budget budget) {
    try {
      return "no error but " + Printed.readable(eval(text, budget));
    } catch (LangError e) {
      return e.getMessage();
    }
  }
}
