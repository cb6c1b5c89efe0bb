package jellybean.actor;

import java.util.Optional;
import jellybean.port.Journal.Answer;
import jellybean.port.Journal.Progress;
import jellybean.port.Journal.Written;
import jellybean.port.JournalException;

/** Gives a durable actor what was saved elsewhere. */
final class DurableImage {
  private DurableImage() {}

  /**
   * It is kept here from now on: all of it in one entry, so that after a power cut there is all of
   * it or nothing. Until it is on disk the actor handles nothing.
   *
   * @throws StepException it cannot be kept
   */
  static void restore(Loop loop, LocalActor actor, Durable durable, Progress saved) {
    try {
      durable.isWriting = true;
      var unused =
          loop.node.journal.append(
              saved,
              answer -> {
                loop.durables.announce(answer);
                loop.post(own -> restored(own, actor, durable, saved, answer));
              });
    } catch (JournalException e) {
      durable.isWriting = false;
      throw new StepException("cannot load " + actor.address + ": " + e.getMessage());
    }
  }

  private static void restored(
      Loop loop, LocalActor actor, Durable durable, Progress saved, Answer answer) {
    durable.isWriting = false;
    if (answer instanceof Written) {
      durable.state = saved.state().or(() -> durable.state);
    } else {
      durable.failure = Optional.of(Durables.why(answer));
      loop.lives.crash(actor, Optional.empty(), Errors.error(Durables.why(answer)));
    }
    loop.durables.goOn(actor);
  }
}
