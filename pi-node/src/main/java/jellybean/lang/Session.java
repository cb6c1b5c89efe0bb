package jellybean.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnList;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Value;

/**
 * Evaluates forms one after the other; {@code (def name value)} defines for the forms after it.
 * Belongs to one thread.
 */
public final class Session {

  private static final Symbol DEF = Symbol.of("def");
  private static final int DEF_PARTS = 3;

  private final String source;
  private final Budget budget;
  private final Globals globals = Globals.empty();

  /**
   * @param source name of the file or stream for messages
   * @param budget of each form
   */
  public Session(String source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  /**
   * What one form answers.
   *
   * @param value a value with an EDN form; {@code #jelly/error} if evaluation failed
   */
  public record Answer(Value value, Optional<LangError> error) {}

  /** Evaluates a form to something that can be printed, whatever happens. */
  public Answer answer(Syntax form) {
    try {
      Value value = eval(form);
      if (!Describe.hasEdnForm(value)) {
        throw LangError.sentence(
                "the result has no printed form: " + Describe.kind(value),
                "a printable value",
                value)
            .at(Site.of(source, form));
      }
      return new Answer(value, Optional.empty());
    } catch (LangError e) {
      return new Answer(e.toValue(), Optional.of(e));
    }
  }

  /**
   * Evaluates a form. A definition answers the name it defines.
   *
   * @throws LangError if the form has faults, fails, or uses up the budget
   */
  public Value eval(Syntax form) {
    return isDef(form) ? define(form) : run(form, FnForms.ANONYMOUS);
  }

  private static boolean isDef(Syntax form) {
    return form.value() instanceof EdnList
        && !form.children().isEmpty()
        && form.children().getFirst().value().equals(DEF);
  }

  private Value define(Syntax form) {
    List<Syntax> children = form.children();
    if (children.size() != DEF_PARTS
        || !(children.get(1).value() instanceof Symbol name)
        || name.namespace().isPresent()
        || SpecialForms.isForm(name)) {
      throw LangError.sentence("(def name value) expected").at(Site.of(source, form));
    }
    Optional<Global> known = globals.find(name);
    Global global = known.orElseGet(() -> new Global(name, Optional.empty()));
    globals.put(global);
    try {
      global.define(run(children.get(2), name.toString()));
      return name;
    } catch (LangError e) {
      if (known.isEmpty()) {
        globals.remove(name);
      }
      throw e;
    }
  }

  private Value run(Syntax form, String name) {
    List<Fault> faults = new ArrayList<>();
    Scope scope = Scope.top();
    Analyser analyser = new Analyser(source, globals, new Allowance(), faults);
    Node node =
        FnForms.isFn(form)
            ? analyser.functions().named(name, form, scope)
            : analyser.analyse(form, scope);
    if (!faults.isEmpty()) {
      throw LangError.of(faults, form.value());
    }
    try {
      return TopForm.run(new TopForm(node, scope.slots()), new Machine(budget));
    } catch (LangError e) {
      throw e.at(Site.of(source, form));
    }
  }
}
