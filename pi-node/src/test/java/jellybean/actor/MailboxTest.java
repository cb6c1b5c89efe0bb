package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/** A mailbox is a queue, whatever its ring does. */
class MailboxTest {
  private static Envelope envelope(int number) {
    return Envelope.message(
        Address.of("a"),
        Address.of("b"),
        new MessageId(new NodeId("n"), 1, number),
        Keyword.of("n"),
        Nil.NIL,
        0,
        0);
  }

  @Test
  void itBehavesLikeAQueueUnderRandomUse() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Mailbox mailbox = new Mailbox();
      Deque<Envelope> model = new ArrayDeque<>();
      for (int i = 0; i < 2000; i++) {
        // Fills for a while, empties for a while.
        boolean adds = model.isEmpty() || random.nextInt(100) < (i / 200 % 2 == 0 ? 70 : 30);
        if (adds) {
          Envelope envelope = envelope(i);
          mailbox.add(envelope, 1);
          model.addLast(envelope);
        } else {
          assertEquals(model.removeFirst(), mailbox.take(), "seed " + seed);
        }
        assertEquals(model.size(), mailbox.size(), "seed " + seed);
      }
    }
  }

  @Test
  void takingFromAnEmptyOneIsAMistake() {
    Mailbox mailbox = new Mailbox();
    mailbox.add(envelope(1), 1);
    mailbox.take();
    assertThrows(IllegalStateException.class, mailbox::take);
  }
}
