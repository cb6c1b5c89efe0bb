package jellybean.provisioning;

/** What an operator may do. */
public enum Role {
  /** Read everything, change nothing. */
  OBSERVE("observe"),
  /** Read and change. */
  OPERATE("operate");

  private final String text;

  Role(String text) {
    this.text = text;
  }

  /** As it stands in the certificate. */
  public String text() {
    return text;
  }
}
