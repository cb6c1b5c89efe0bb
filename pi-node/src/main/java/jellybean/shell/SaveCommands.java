package jellybean.shell;

import static jellybean.shell.Command.Argument.AS;
import static jellybean.shell.Command.Argument.FILE;
import static jellybean.shell.Command.Argument.NEW_NAME;
import static jellybean.shell.Command.Argument.PATH;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.shell.Command.Option;

/** The commands that keep a running system as a document, and make it run again. */
final class SaveCommands {
  private static final String INTO = ">";

  private final Place place;
  private final Workbench bench;
  private final Pace pace;

  SaveCommands(Place place, Workbench bench, Pace pace) {
    this.place = place;
    this.bench = bench;
    this.pace = pace;
  }

  List<Command> all() {
    return List.of(
        new Command(
            "save",
            List.of(PATH),
            0,
            List.of(Option.of(INTO, FILE)),
            "writes a running system, with all states and mailboxes, as one EDN document",
            this::save),
        new Command(
            "load",
            List.of(FILE, AS, NEW_NAME),
            1,
            List.of(),
            "deploys what was saved, with its states and mailboxes",
            this::load));
  }

  private Answer save(Given given) {
    Address path = place.target(given, 0);
    EdnMap saved = new Saving(place, given, pace.ticket()).save(path);
    Optional<Word> file = given.option(INTO);
    if (file.isEmpty()) {
      return new Answer.Shown(saved, Style.harmless(EdnPrinter.toString(saved)));
    }
    bench.write(Path.of(file.get().text()), saved);
    int actors = SavedSystem.of(saved).actors().size();
    return new Answer.Shown(
        new Text(file.get().text()), "saved " + path + " with " + actors + " actors");
  }

  private Answer load(Given given) {
    List<Word> words = given.words();
    boolean isNamed = words.size() > 1;
    if (isNamed && (words.size() < 3 || !words.get(1).text().equalsIgnoreCase("as"))) {
      throw new ShellException(
          "load: expected FILE or FILE as NAME, found "
              + String.join(" ", words.stream().map(Word::text).toList()));
    }
    SavedSystem saved = SavedSystem.of(bench.read(Path.of(words.getFirst().text())));
    String name = isNamed ? words.get(2).text() : saved.system();
    Value done = new Loading(place, given, pace).load(saved, name);
    return new Answer.Shown(
        done, Style.harmless("system " + name + " goes on with what was saved of " + saved.path()));
  }
}
