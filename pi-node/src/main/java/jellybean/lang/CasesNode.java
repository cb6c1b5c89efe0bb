package jellybean.lang;

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

  /** What {@code condp} without a default ends with. */
  static final class NoClause extends Node {
    private final Site site;
    private final int valueSlot;

    NoClause(Site site, int valueSlot) {
      this.site = site;
      this.valueSlot = valueSlot;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
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
