package jellybean.cli;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jellybean.edn.ReadLimits;

/** Keeps what is read through it, up to what a document may have, so that lines can be shown. */
final class Listened extends FilterInputStream {
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  Listened(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int octet = in.read();
    if (octet >= 0 && read.size() < ReadLimits.DOCUMENT_BYTES) {
      read.write(octet);
    }
    return octet;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    if (count > 0 && read.size() < ReadLimits.DOCUMENT_BYTES) {
      read.write(into, offset, count);
    }
    return count;
  }

  /** A line that was read, from 1. */
  Optional<String> line(int number) {
    return read.toString(StandardCharsets.UTF_8).lines().skip(number - 1L).findFirst();
  }
}
