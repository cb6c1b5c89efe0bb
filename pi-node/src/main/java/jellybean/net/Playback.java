package jellybean.net;

import java.io.Externalizable;
import java.io.ObjectInput;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives an {@link Externalizable} what it wants to read, from a list checked beforehand. */
final class Playback implements ObjectInput {
  private final Iterator<Object> toRead;

  Playback(List<Object> toRead) {
    this.toRead = toRead.iterator();
  }

  @Override
  public @Nullable Object readObject() {
    Object next = toRead.next();
    return next instanceof Optional<?> absent && absent.isEmpty() ? null : next;
  }

  @Override
  public int readInt() {
    return (Integer) toRead.next();
  }

  @Override
  public long readLong() {
    return (Long) toRead.next();
  }

  @Override
  public String readUTF() {
    return (String) toRead.next();
  }

  @Override
  public void readFully(byte[] into) {
    byte[] bytes = (byte[]) toRead.next();
    System.arraycopy(bytes, 0, into, 0, into.length);
  }

  @Override
  public int read() {
    throw unused();
  }

  @Override
  public int read(byte[] into) {
    throw unused();
  }

  @Override
  public int read(byte[] into, int from, int length) {
    throw unused();
  }

  @Override
  public long skip(long bytes) {
    throw unused();
  }

  @Override
  public int available() {
    throw unused();
  }

  @Override
  public void readFully(byte[] into, int from, int length) {
    throw unused();
  }

  @Override
  public int skipBytes(int bytes) {
    throw unused();
  }

  @Override
  public boolean readBoolean() {
    throw unused();
  }

  @Override
  public byte readByte() {
    throw unused();
  }

  @Override
  public int readUnsignedByte() {
    throw unused();
  }

  @Override
  public short readShort() {
    throw unused();
  }

  @Override
  public int readUnsignedShort() {
    throw unused();
  }

  @Override
  public char readChar() {
    throw unused();
  }

  @Override
  public float readFloat() {
    throw unused();
  }

  @Override
  public double readDouble() {
    throw unused();
  }

  @Override
  public String readLine() {
    throw unused();
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("not used by any class of the allow-list");
  }
}
