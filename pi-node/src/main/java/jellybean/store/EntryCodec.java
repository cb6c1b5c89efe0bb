package jellybean.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jellybean.actor.JournalImage;
import jellybean.actor.KeptActor;
import jellybean.actor.KeptOutbox;
import jellybean.edn.Bool;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Sequential;
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
import jellybean.port.Journal.Settled;
import jellybean.port.Journal.Stage;
import jellybean.port.JournalException;
import jellybean.wire.EnvelopeCodec;

/**
 * What the lines of a log say:
 *
 * <pre>
 * {:accept envelope}
 * {:step "/a" :handled [["node" 1 7] …] :state value :accept [envelope …]}   without what is empty
 *   and :send [envelope …]                                   what it said to other nodes
 * {:settled "/b" :numbers [12 17]}
 * {:forget "/a"}
 * {:leave "/a" :stage :leaving}
 * {:arrived "/a" :move 7 :state value :accept [envelope …]
 *  :seen [["node" 1 7] …] :reached [["node" true 5 17] …]}    without what is empty
 *
 *   in an image alone:
 * {:seen [["node" 1 7] …] :by "/a"}
 * {:reached [["node" true 5 17] …] :by "/a"}                 by stream, see DuplicateTable
 * {:move 7 :leaving true :by "/a"}
 * {:numbered 17 :epoch 5}
 * {:sent envelope}
 * </pre>
 *
 * <p>An image is the entries that make what is kept of each actor: its state as a step, what waits
 * as messages that are accepted, each in a line of its own, and what it knows of those that it
 * accepted before; then what waits for other nodes, which begins with the last number given. So
 * whatever could be written once fits a line again.
 */
final class EntryCodec {
  private static final Keyword ACCEPT = Keyword.of("accept");
  private static final Keyword STEP = Keyword.of("step");
  private static final Keyword FORGET = Keyword.of("forget");

  private static final Keyword HANDLED = Keyword.of("handled");
  private static final Keyword STATE = Keyword.of("state");
  private static final Keyword SEND = Keyword.of("send");
  private static final Keyword SETTLED = Keyword.of("settled");
  private static final Keyword NUMBERS = Keyword.of("numbers");
  private static final Keyword REACHED = Keyword.of("reached");
  private static final Keyword NUMBERED = Keyword.of("numbered");
  private static final Keyword EPOCH = Keyword.of("epoch");
  private static final Keyword SENT = Keyword.of("sent");
  private static final Keyword SEEN = Keyword.of("seen");
  private static final Keyword BY = Keyword.of("by");
  private static final Keyword LEAVE = Keyword.of("leave");
  private static final Keyword STAGE = Keyword.of("stage");
  private static final Keyword ARRIVED = Keyword.of("arrived");
  private static final Keyword MOVE = Keyword.of("move");
  private static final Keyword LEAVING = Keyword.of("leaving");

  private EntryCodec() {}

  /**
   * @throws JournalException it cannot be written
   */
  static byte[] bytes(Entry entry) {
    return switch (entry) {
      case Accept accept ->
          bytes(
              "message " + accept.message().name() + " to " + accept.message().to(),
              EdnMap.of(ACCEPT, EnvelopeCodec.toValue(accept.message())));
      case Progress progress -> bytes("a step of " + progress.actor(), progress(progress));
      case Settled settled ->
          bytes(
              "what " + settled.to() + " accepted",
              EdnMap.of(
                  SETTLED,
                  text(settled.to()),
                  NUMBERS,
                  EdnVector.of(Int.of(settled.first()), Int.of(settled.last()))));
      case Forget forget ->
          bytes("the end of " + forget.actor(), EdnMap.of(FORGET, text(forget.actor())));
      case Leave leave ->
          bytes(
              "that " + leave.actor() + " moves",
              EdnMap.of(LEAVE, text(leave.actor()), STAGE, stage(leave.stage())));
      case Arrived arrived -> bytes(arrived.actor() + ", which moved here", arrived(arrived));
    };
  }

  private static Keyword stage(Stage stage) {
    return Keyword.of(stage.name().toLowerCase(Locale.ROOT));
  }

  private static EdnMap arrived(Arrived arrived) {
    Kept kept = arrived.kept();
    EdnMap map = EdnMap.of(ARRIVED, text(arrived.actor()), MOVE, Int.of(arrived.move()));
    map = kept.state().isPresent() ? map.with(STATE, kept.state().get()) : map;
    map = kept.mailbox().isEmpty() ? map : map.with(ACCEPT, envelopes(kept.mailbox()));
    map = kept.seen().isEmpty() ? map : map.with(SEEN, ids(kept.seen()));
    return kept.duplicates().size() == 0 ? map : map.with(REACHED, streams(kept.duplicates()));
  }

  private static Arrived arrived(Text actor, EdnMap map) {
    DuplicateTable duplicates = new DuplicateTable();
    for (Value stream : (Sequential) map.get(REACHED, EdnVector.EMPTY)) {
      duplicates.set(stream((EdnVector) stream), position((EdnVector) stream));
    }
    return new Arrived(
        new Address(actor.value()),
        number(map.get(MOVE, Nil.NIL)),
        new Kept(
            map.find(STATE),
            envelopes(map.get(ACCEPT, EdnVector.EMPTY)),
            duplicates,
            ids(map.get(SEEN, EdnVector.EMPTY)),
            0,
            false));
  }

  private static EdnMap progress(Progress progress) {
    EdnMap map = EdnMap.of(STEP, text(progress.actor()));
    if (!progress.handled().isEmpty()) {
      map = map.with(HANDLED, ids(progress.handled()));
    }
    if (progress.state().isPresent()) {
      map = map.with(STATE, progress.state().get());
    }
    if (!progress.accepted().isEmpty()) {
      map = map.with(ACCEPT, envelopes(progress.accepted()));
    }
    return progress.sent().isEmpty() ? map : map.with(SEND, envelopes(progress.sent()));
  }

  /** What makes an image, in lines. */
  static List<byte[]> image(JournalImage image) {
    List<byte[]> lines = new ArrayList<>();
    image.actors().forEach((actor, kept) -> lines.addAll(image(actor, kept)));
    KeptOutbox outbox = image.outbox();
    if (outbox.lastNumber() > 0) {
      EdnMap numbered =
          EdnMap.of(NUMBERED, Int.of(outbox.lastNumber()), EPOCH, Int.of(outbox.epoch()));
      lines.add(bytes("the last number given", numbered));
    }
    for (Envelope message : outbox.all()) {
      lines.add(
          bytes(
              "message " + message.name() + " to " + message.to(),
              EdnMap.of(SENT, EnvelopeCodec.toValue(message))));
    }
    return lines;
  }

  private static List<byte[]> image(Address actor, KeptActor kept) {
    List<byte[]> lines = new ArrayList<>();
    if (kept.state().isPresent()) {
      lines.add(bytes(new Progress(actor, List.of(), kept.state(), List.of())));
    }
    // Before what reached says: each of these is the next of its stream then.
    kept.mailbox().forEach(message -> lines.add(bytes(new Accept(restarted(message)))));
    if (kept.duplicates().size() > 0) {
      EdnMap reached = EdnMap.of(REACHED, streams(kept.duplicates()), BY, text(actor));
      lines.add(bytes("what was accepted by " + actor, reached));
    }
    if (!kept.seen().isEmpty()) {
      EdnMap seen = EdnMap.of(SEEN, ids(kept.seen()), BY, text(actor));
      lines.add(bytes("what was handled by " + actor, seen));
    }
    if (kept.move() != 0 || kept.isLeaving()) {
      // Last: nothing is accepted for one that leaves.
      EdnMap stands = EdnMap.of(MOVE, Int.of(kept.move()), LEAVING, Bool.of(kept.isLeaving()));
      lines.add(bytes("how " + actor + " moves", stands.with(BY, text(actor))));
    }
    return lines;
  }

  /** As the first of its stream that was not accepted. */
  private static Envelope restarted(Envelope message) {
    return message.ticket().map(ticket -> message.with(ticket.after(0))).orElse(message);
  }

  private static EdnVector streams(DuplicateTable duplicates) {
    List<Value> values = new ArrayList<>();
    duplicates
        .positions()
        .forEach(
            (stream, position) ->
                values.add(
                    EdnVector.of(
                        new Text(stream.from().value()),
                        Bool.of(stream.isKept()),
                        Int.of(position.epoch()),
                        Int.of(position.last()))));
    return EdnVector.of(values);
  }

  private static void takeIn(Address actor, EdnVector stream, JournalImage image) {
    image.reached(actor, stream(stream), position(stream));
  }

  private static Ticket.Stream stream(EdnVector parts) {
    return new Ticket.Stream(
        new NodeId(((Text) parts.get(0)).value()), parts.get(1).equals(Bool.TRUE));
  }

  private static DuplicateTable.Position position(EdnVector parts) {
    return new DuplicateTable.Position(number(parts.get(2)), number(parts.get(3)));
  }

  private static long number(Value value) {
    return ((Int) value).value();
  }

  private static byte[] bytes(String what, Value value) {
    try {
      return EdnPrinter.toBytes(value, Line.LIMITS);
    } catch (EdnException e) {
      throw new JournalException("cannot keep " + what + ": " + e.getMessage());
    }
  }

  private static Entry entry(EdnMap map) {
    if (map.get(STEP, Nil.NIL) instanceof Text actor) {
      return new Progress(
          new Address(actor.value()),
          ids(map.get(HANDLED, EdnVector.EMPTY)),
          map.find(STATE),
          envelopes(map.get(ACCEPT, EdnVector.EMPTY)),
          envelopes(map.get(SEND, EdnVector.EMPTY)));
    }
    if (map.get(SETTLED, Nil.NIL) instanceof Text receiver) {
      EdnVector numbers = (EdnVector) map.get(NUMBERS, EdnVector.EMPTY);
      return new Settled(
          new Address(receiver.value()), number(numbers.get(0)), number(numbers.get(1)));
    }
    if (map.get(FORGET, Nil.NIL) instanceof Text actor) {
      return new Forget(new Address(actor.value()));
    }
    if (map.get(LEAVE, Nil.NIL) instanceof Text actor) {
      Keyword stage = (Keyword) map.get(STAGE, Nil.NIL);
      return new Leave(
          new Address(actor.value()), Stage.valueOf(stage.name().toUpperCase(Locale.ROOT)));
    }
    if (map.get(ARRIVED, Nil.NIL) instanceof Text actor) {
      return arrived(actor, map);
    }
    return new Accept(EnvelopeCodec.fromValue(map.get(ACCEPT, Nil.NIL)));
  }

  /**
   * Takes in what a line says.
   *
   * @throws RuntimeException it says nothing that is known
   */
  static void takeIn(EdnMap map, JournalImage image) {
    if (map.get(BY, Nil.NIL) instanceof Text text) {
      Address actor = new Address(text.value());
      image.remember(actor, ids(map.get(SEEN, EdnVector.EMPTY)));
      for (Value stream : (Sequential) map.get(REACHED, EdnVector.EMPTY)) {
        takeIn(actor, (EdnVector) stream, image);
      }
      if (map.get(MOVE, Nil.NIL) instanceof Int move) {
        image.stands(actor, move.value(), map.get(LEAVING, Nil.NIL).equals(Bool.TRUE));
      }
    } else if (map.get(NUMBERED, Nil.NIL) instanceof Int last) {
      image.outbox().continueAt(number(map.get(EPOCH, Nil.NIL)), last.value());
    } else if (map.containsKey(SENT)) {
      image.outbox().restore(EnvelopeCodec.fromValue(map.get(SENT, Nil.NIL)));
    } else {
      var unused = image.apply(entry(map));
    }
  }

  private static Text text(Address address) {
    return new Text(address.path());
  }

  private static EdnVector envelopes(Iterable<Envelope> envelopes) {
    List<Value> values = new ArrayList<>();
    envelopes.forEach(envelope -> values.add(EnvelopeCodec.toValue(envelope)));
    return EdnVector.of(values);
  }

  private static List<Envelope> envelopes(Value values) {
    List<Envelope> envelopes = new ArrayList<>();
    ((Sequential) values).forEach(value -> envelopes.add(EnvelopeCodec.fromValue(value)));
    return envelopes;
  }

  private static EdnVector ids(Iterable<MessageId> ids) {
    List<Value> values = new ArrayList<>();
    ids.forEach(id -> values.add(EnvelopeCodec.id(id)));
    return EdnVector.of(values);
  }

  private static List<MessageId> ids(Value values) {
    List<MessageId> ids = new ArrayList<>();
    ((Sequential) values).forEach(value -> ids.add(EnvelopeCodec.id("id", value)));
    return ids;
  }
}
