package jellybean.net;

/** Multicast DNS cannot be used on an interface. */
public final class MdnsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MdnsException(String what) {
    super(what);
  }

  MdnsException(String what, Throwable cause) {
    super(what, cause);
  }
}
