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
import jellybean.message.DuplicateTable;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.Ticket;
import jellybean.port.Journal.Accept;
import jellybean.port.Journal.Arrived;
import jellybean.port.Journal.Entry;
import jellybean.port.Journal.Forget;
import jellybean.port.Journal.Kept;
import jellybean.port.Journal.Leave;
import jellybean.port.Journal.Progress;
import jellybean.port.Journal.Stage;

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
    return switch (random.nextInt(14)) {
      case 0 -> new Forget(actor(actor));
      case 10 -> new Leave(actor(actor), Stage.values()[random.nextInt(Stage.values().length)]);
      case 11 -> arrived(actor);
      case 1, 2, 3, 4 -> new Accept(message(actor, sequenceOf(random.nextInt(20) == 0), value()));
      default -> progress(actor, image);
    };
  }

  private Arrived arrived(int actor) {
    DuplicateTable duplicates = new DuplicateTable();
    duplicates.set(
        new Ticket.Stream(new NodeId("b"), random.nextBoolean()),
        new DuplicateTable.Position(1, random.nextInt(100)));
    List<Envelope> waiting = List.of(message(actor, ++sequence, value()));
    List<MessageId> seen = List.of(new MessageId(new NodeId("c"), 1, ++sequence));
    Kept kept = new Kept(Optional.of(value()), waiting, duplicates, seen, 0, false);
    return new Arrived(actor(actor), 1 + random.nextInt(1_000), kept);
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
