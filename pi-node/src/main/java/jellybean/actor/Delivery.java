package jellybean.actor;

import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Envelope;

/** One message as its receiver sees it. Immutable. */
public final class Delivery {
  private final Keyword name;
  private final Value data;
  private final Object about;

  public Delivery(Keyword name, Value data, Info info) {
    this.name = name;
    this.data = data;
    this.about = info;
  }

  /** Most behaviours do not ask for what an envelope says beside the data. */
  Delivery(Envelope envelope) {
    this.name = envelope.name();
    this.data = envelope.data();
    this.about = envelope;
  }

  public Keyword name() {
    return name;
  }

  public Value data() {
    return data;
  }

  public Info info() {
    return about instanceof Envelope envelope ? Info.of(envelope) : (Info) about;
  }

  @Override
  public String toString() {
    return name + " " + data;
  }
}
