package jellybean.lang;

import java.util.Arrays;
import java.util.Map;
import jellybean.edn.Value;

/** Nodes of {@code case} and {@code condp}, which fail if nothing matches. */
final class CasesNode {

  private CasesNode() {}

  /** {@code case}: constants are compared with {@code =}, found by hash. */
  static final class Case extends Node {
    static final Node NO_DEFAULT = new Nodes.Constant(Nodes.Again.AGAIN);

    private final Site site;
    private final Node value;
    private final Map<Value, Node> answers;
    private final Node otherwise;

    Case(Site site, Node value, Map<Value, Node> answers, Node otherwise) {
      this.site = site;
      this.value = value;
      this.answers = answers;
      this.otherwise = otherwise;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value found = value.eval(frame, m);
      try {
        m.chargeKey(found);
      } catch (LangError e) {
        throw e.at(site);
      }
      Node answer = answers.getOrDefault(found, otherwise);
      if (answer == NO_DEFAULT) {
        throw noMatch("case", found).at(site);
      }
      return answer.eval(frame, m);
    }
  }

  /** {@code condp}: tests are calls of the predicate. */
  static final class Condp extends Node {
    private static final Node[] NOTHING = {};

    private final Site site;
    private final int valueSlot;
    private final Node[] tests;
    private final Node[] answers;

    Condp(Site site, int valueSlot) {
      this(site, valueSlot, NOTHING, NOTHING);
    }

    private Condp(Site site, int valueSlot, Node[] tests, Node[] answers) {
      this.site = site;
      this.valueSlot = valueSlot;
      this.tests = tests;
      this.answers = answers;
    }

    Condp with(Node test, Node answer) {
      return new Condp(site, valueSlot, plus(tests, test), plus(answers, answer));
    }

    Node otherwise(Node answer) {
      return new Nodes.Cond(tests, answers, answer);
    }

    private static Node[] plus(Node[] nodes, Node node) {
      Node[] more = Arrays.copyOf(nodes, nodes.length + 1);
      more[nodes.length] = node;
      return more;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      for (int i = 0; i < tests.length; i++) {
        if (tests[i].test(frame, m)) {
          return answers[i].eval(frame, m);
        }
      }
      throw noMatch("condp", frame[valueSlot]).at(site);
    }
  }

  /** A value that is also kept in a slot. */
  static final class Keep extends Node {
    private final Node value;
    private final int slot;

    Keep(Node value, int slot) {
      this.value = value;
      this.slot = slot;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value result = value.eval(frame, m);
      frame[slot] = result;
      return result;
    }
  }

  private static LangError noMatch(String form, Value found) {
    return LangError.sentence(
        form + " has no clause for " + Describe.text(found), "a value one clause matches", found);
  }
}
