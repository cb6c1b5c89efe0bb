package jellybean.net;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what an {@link Externalizable} writes, as a list. Only what ScaleCube's classes use is
 * possible; absent objects are {@link Optional#empty()}, since lists of ours hold no null.
 */
final class Recorder implements ObjectOutput {
  private final List<Object> written = new ArrayList<>();

  private Recorder() {}

  static List<Object> record(Externalizable object) {
    Recorder recorder = new Recorder();
    try {
      object.writeExternal(recorder);
    } catch (IOException e) {
      throw new IllegalStateException("cannot happen: nothing here does input or output", e);
    }
    return recorder.written;
  }

  @Override
  public void writeObject(@Nullable Object object) {
    written.add(object == null ? Optional.empty() : object);
  }

  @Override
  public void writeInt(int value) {
    written.add(value);
  }

  @Override
  public void writeLong(long value) {
    written.add(value);
  }

  @Override
  public void writeUTF(String value) {
    written.add(value);
  }

  @Override
  public void write(byte[] bytes) {
    written.add(Arrays.copyOf(bytes, bytes.length));
  }

  @Override
  public void write(int value) {
    throw unused();
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    throw unused();
  }

  @Override
  public void writeBoolean(boolean value) {
    throw unused();
  }

  @Override
  public void writeByte(int value) {
    throw unused();
  }

  @Override
  public void writeShort(int value) {
    throw unused();
  }

  @Override
  public void writeChar(int value) {
    throw unused();
  }

  @Override
  public void writeFloat(float value) {
    throw unused();
  }

  @Override
  public void writeDouble(double value) {
    throw unused();
  }

  @Override
  public void writeBytes(String value) {
    throw unused();
  }

  @Override
  public void writeChars(String value) {
    throw unused();
  }

  @Override
  public void flush() {
    // Nothing is buffered.
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("not used by any class of the allow-list");
  }
}
