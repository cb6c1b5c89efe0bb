package jellybean.wire;

import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnPrinter;
import jellybean.edn.ReadLimits;
import jellybean.message.Envelope;
import jellybean.message.Envelope.Kind;
import jellybean.message.ReplyTo;

/**
 * Writes what nearly all envelopes are, a message, or a question, with nothing beside it, without
 * making a map of it first. The bytes are those of {@link EnvelopeCodec#toValue}; what is not as
 * plain is left to that.
 */
final class PlainEnvelopes {
  /** Elements that the map around the data has. */
  private static final int ELEMENTS = 24;

  private static final int FIRST_CHARS = 192;

  private PlainEnvelopes() {}

  /** The bytes of an envelope; empty if it, or a name in it, is not plain. */
  static Optional<byte[]> encode(Envelope envelope, ReadLimits limits) {
    if (!isPlain(envelope)) {
      return Optional.empty();
    }
    String head = head(envelope);
    String tail = tail(envelope);
    int around = head.length() + tail.length();
    ReadLimits within =
        new ReadLimits(limits.depth() - 1, limits.bytes() - around, limits.elements() - ELEMENTS);
    try {
      return Optional.of(joined(head, EdnPrinter.toBytes(envelope.data(), within), tail));
    } catch (EdnException e) {
      return Optional.empty(); // Whoever makes a map of it will say what is wrong, if anything is.
    }
  }

  private static boolean isPlain(Envelope envelope) {
    return envelope.kind() == Kind.MESSAGE
        && envelope.ticket().isEmpty()
        && envelope.via().key().isEmpty()
        && envelope.via().instance().isEmpty()
        && envelope.via().trace().isEmpty()
        && isPlain(envelope.from().path())
        && isPlain(envelope.to().path())
        && isPlain(envelope.name().toString())
        && (envelope.replyTo().isEmpty() || isPlain(envelope.replyTo().get().asker().path()));
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a character stands for itself in a string. */
  static boolean isPlain(int c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  }

  private static String head(Envelope envelope) {
    return new StringBuilder(FIRST_CHARS)
        .append("{:from \"")
        .append(envelope.from().path())
        .append("\", :to \"")
        .append(envelope.to().path())
        .append("\", :id [\"")
        .append(envelope.id().node().value())
        .append("\" ")
        .append(envelope.id().incarnation())
        .append(' ')
        .append(envelope.id().sequence())
        .append("], :name ")
        .append(envelope.name())
        .append(", :data ")
        .toString();
  }

  private static String tail(Envelope envelope) {
    StringBuilder tail = new StringBuilder(FIRST_CHARS);
    tail.append(", :time ").append(envelope.timeMs()).append(", :seed ").append(envelope.seed());
    if (envelope.replyTo().isPresent()) {
      ReplyTo replyTo = envelope.replyTo().get();
      tail.append(", :reply-to [\"")
          .append(replyTo.asker().path())
          .append("\" \"")
          .append(replyTo.node().value())
          .append("\" ")
          .append(replyTo.ask())
          .append(']');
    }
    return tail.append('}').toString();
  }

  @SuppressWarnings("deprecation") // the fastest way for what is known to be ASCII
  private static byte[] joined(String head, byte[] data, String tail) {
    byte[] all = new byte[head.length() + data.length + tail.length()];
    head.getBytes(0, head.length(), all, 0);
    System.arraycopy(data, 0, all, head.length(), data.length);
    tail.getBytes(0, tail.length(), all, head.length() + data.length);
    return all;
  }
}
