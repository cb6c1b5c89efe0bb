package jellybean.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.actor.JournalImage;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.port.Journal.Accept;
import jellybean.port.Journal.Entry;
import jellybean.port.Journal.Forget;
import jellybean.port.Journal.Progress;

/** Entries as a few actors make them, at random. */
final class Entries {
  private static final int ACTORS = 4;
  private static final int LONGEST_TEXT = 700;

  private final SplittableRandom random;
  private long sequence;

  Entries(SplittableRandom random) {
    this.random = random;
  }

  static Address actor(int number) {
    return Address.of("s", "actor-" + number);
  }

  static Envelope message(int to, long sequence, Value data) {
    return Envelope.message(
        Address.of("s", "sayer"),
        actor(to),
        new MessageId(new NodeId("a"), 1, sequence),
        Keyword.of("add"),
        data,
        1_000 + sequence,
        sequence);
  }

  Entry next(JournalImage image) {
    int actor = random.nextInt(ACTORS);
    return switch (random.nextInt(10)) {
      case 0 -> new Forget(actor(actor));
      case 1, 2, 3, 4 -> new Accept(message(actor, sequenceOf(random.nextInt(20) == 0), value()));
      default -> progress(actor, image);
    };
  }

  /** Now and then one that came before. */
  private long sequenceOf(boolean again) {
    return again && sequence > 0 ? 1 + random.nextLong(sequence) : ++sequence;
  }

  private Progress progress(int actor, JournalImage image) {
    List<MessageId> waiting =
        image.kept(actor(actor)).mailbox().stream().map(Envelope::id).toList();
    int handled = random.nextInt(waiting.size() + 1);
    List<Envelope> said = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      said.add(message(random.nextInt(ACTORS), ++sequence, value()));
    }
    return new Progress(
        actor(actor),
        waiting.subList(0, handled),
        random.nextBoolean() ? Optional.of(value()) : Optional.empty(),
        said);
  }

  private Value value() {
    String text = "line\n".repeat(random.nextInt(LONGEST_TEXT) / 5);
    return EdnVector.of(Int.of(random.nextInt()), new Text(text));
  }
}
