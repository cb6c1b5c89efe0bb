package jellybean.actor;

/** With what a durable actor begins where it lives from now on. */
public enum Way {
  /** With all that it had at its old node, which sends it. */
  ALONG,

  /** It never came to where it was to go, and goes on where it was, with what its disk has. */
  BACK,

  /** With nothing: what it had is given up, wherever it is. */
  ANEW
}
