package jellybean.rehearsal;

import java.util.function.Consumer;
import jellybean.actor.JournalImage;
import jellybean.message.Address;
import jellybean.port.Journal;

/** A journal without a disk: a rehearsal has no power cuts. */
final class Memory implements Journal {
  private final JournalImage image = new JournalImage();

  @Override
  public boolean append(Entry entry, Consumer<Answer> told) {
    told.accept(new Written(image.apply(entry)));
    return true;
  }

  @Override
  public void load(Address actor, Consumer<Answer> told) {
    told.accept(image.kept(actor));
  }
}
