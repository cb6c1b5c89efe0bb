package jellybean.shell;

import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;

/** Where in the tree the commands are, and whom they ask. Used by one thread at a time. */
final class Place {
  /** How long a member may take to answer; it asks the others itself. */
  static final long ANSWER_MS = 10_000;

  /** The same for what starts or ends something, and is answered when that is done. */
  static final long CHANGE_MS = 70_000;

  private final Conversation conversation;
  private Address here = Address.ROOT;

  Place(Conversation conversation) {
    this.conversation = conversation;
  }

  Address here() {
    return here;
  }

  void go(Address there) {
    here = there;
  }

  /** Where the word at {@code index} leads; without one, where we are. */
  Address target(Given given, int index) {
    return given.at(index).map(word -> Paths.resolve(here, word.text())).orElse(here);
  }

  Value ask(Given given, String question, Value data) {
    return ask(given, question, data, ANSWER_MS);
  }

  Value ask(Given given, String question, Value data, long timeoutMs) {
    return conversation.ask(given.command(), question, data, timeoutMs);
  }

  static Optional<Value> field(Value answer, Keyword key) {
    return answer instanceof EdnMap map ? map.find(key) : Optional.empty();
  }

  static Text text(Address address) {
    return new Text(address.path());
  }
}
