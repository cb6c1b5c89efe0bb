package jellybean.cli;

/** Where a member listens. */
record HostPort(String host, int port) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
