package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.system.Draft.Forward;
import jellybean.system.Draft.Target;

/** Reads the {@code :forward} of a supervisor. */
final class ForwardReader {
  private final Common common;
  private final Faults faults;

  ForwardReader(Common common) {
    this.common = common;
    this.faults = common.faults();
  }

  List<Forward> read(Form form) {
    Optional<Syntax> forward = form.get(Keys.FORWARD);
    if (forward.isEmpty()) {
      return List.of();
    }
    if (!(forward.get().value() instanceof EdnMap)) {
      common.leaveOut();
      faults.expected(
          form.spot(forward.get()), "a map from names to targets under :forward", forward.get());
      return List.of();
    }
    List<Forward> forwards = new ArrayList<>();
    for (Form.Entry entry : Form.entriesOf(forward.get())) {
      List<Target> targets = targets(entry.value(), form.file());
      common
          .keyword(entry.key(), form.file())
          .ifPresent(name -> forwards.add(new Forward(name, form.spot(entry.key()), targets)));
    }
    return forwards;
  }

  private List<Target> targets(Syntax syntax, String file) {
    List<Target> targets = new ArrayList<>();
    boolean several = syntax.value() instanceof EdnVector;
    if (several && syntax.children().isEmpty()) {
      faults.expected(new Spot(file, syntax.at()), "at least one target", syntax);
    }
    for (Syntax target : several ? syntax.children() : List.of(syntax)) {
      Spot at = new Spot(file, target.at());
      Optional<Keyword> name =
          target.value() instanceof EdnList ? order(target, at) : common.keyword(target, file);
      name.ifPresent(n -> targets.add(new Target(n, at)));
    }
    return targets;
  }

  private Optional<Keyword> order(Syntax target, Spot at) {
    if (target.children().size() == 2
        && target.children().getFirst().value() instanceof Symbol operation
        && target.children().getLast().value() instanceof Symbol template
        && template.namespace().isEmpty()) {
      Optional<TemplateOrder.Kind> kind = TemplateOrder.kind(operation.name());
      if (kind.isPresent()) {
        return kind.map(k -> new TemplateOrder(k, template.name()).name());
      }
    }
    common.leaveOut();
    faults.expected(at, "a name, (start template) or (stop template)", target);
    return Optional.empty();
  }
}
