package jellybean.actor;

/** A behaviour returned, or asked for, something that is no valid step; the actor crashes. */
public final class StepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StepException(String message) {
    super(message);
  }
}
