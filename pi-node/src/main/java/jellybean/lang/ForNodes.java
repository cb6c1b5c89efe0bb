package jellybean.lang;

import jellybean.edn.Nil;
import jellybean.edn.Opaque;
import jellybean.edn.Value;

/** Nodes of {@code for}. */
final class ForNodes {

  private ForNodes() {}

  /** Tells the loop around a {@code :while} to end. */
  private static final Signal STOP = new Signal();

  /** What stands where the test of a {@code :while} failed. */
  static final Node END = new Nodes.Constant(STOP);

  private record Signal() implements Opaque {
    @Override
    public int weightBytes() {
      return 0;
    }
  }

  /** The elements of the answer so far; kept in a slot that no program can name. */
  private record Answer(Out out) implements Opaque {
    @Override
    public int weightBytes() {
      return 0;
    }
  }

  /** The whole form. */
  static final class Collect extends Node {
    private final Site site;
    private final int slot;
    private final Node clauses;

    Collect(Site site, int slot, Node clauses) {
      this.site = site;
      this.slot = slot;
      this.clauses = clauses;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Answer answer = new Answer(new Out(m));
      frame[slot] = answer;
      try {
        clauses.eval(frame, m);
        return answer.out.list();
      } catch (LangError e) {
        throw e.in("for").at(site);
      }
    }
  }

  /** Adds the value of the body to the answer. */
  static final class Add extends Node {
    private final int slot;
    private final Node body;

    Add(int slot, Node body) {
      this.slot = slot;
      this.body = body;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      Value element = body.eval(frame, m);
      ((Answer) frame[slot]).out.add(element);
      return Nil.NIL;
    }
  }

  /** The clauses inside for each element of a collection. */
  static final class Each extends Node {
    private final Site site;
    private final Node coll;
    private final int slot;
    private final Node inner;

    Each(Site site, Node coll, int slot, Node inner) {
      this.site = site;
      this.coll = coll;
      this.slot = slot;
      this.inner = inner;
    }

    @Override
    Value eval(Value[] frame, Machine m) {
      for (Value element : elements(coll.eval(frame, m))) {
        m.charge(1);
        frame[slot] = element;
        if (inner.eval(frame, m) == STOP) {
          break;
        }
      }
      return Nil.NIL;
    }

    private Iterable<Value> elements(Value value) {
      try {
        return Seqs.each(value);
      } catch (LangError e) {
        throw e.in("for").at(site);
      }
    }
  }
}
