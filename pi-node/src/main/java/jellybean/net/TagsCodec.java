package jellybean.net;

import io.scalecube.cluster.metadata.MetadataCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import jellybean.cluster.Membership;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import org.jspecify.annotations.Nullable;

/** A member's tags as ScaleCube keeps them: the bytes of one small EDN map. */
final class TagsCodec implements MetadataCodec {
  private static final int DEPTH = 16;
  private static final int ELEMENTS = 256;
  private static final ReadLimits LIMITS =
      new ReadLimits(DEPTH, Membership.MAX_TAGS_BYTES, ELEMENTS);

  static byte[] print(EdnMap tags) {
    byte[] bytes = EdnPrinter.toBytes(tags);
    if (bytes.length > Membership.MAX_TAGS_BYTES) {
      throw new SwimFormatException(
          "bad tags: expected at most "
              + Membership.MAX_TAGS_BYTES
              + " bytes, found "
              + bytes.length);
    }
    return bytes;
  }

  static EdnMap read(byte[] bytes) {
    if (bytes.length == 0) {
      return EdnMap.EMPTY;
    }
    try {
      if (EdnReader.readOne(bytes, "tags", LIMITS) instanceof EdnMap map) {
        return map;
      }
      throw new SwimFormatException("bad tags: expected a map");
    } catch (EdnException e) {
      throw new SwimFormatException("bad tags: " + e.getMessage(), e);
    }
  }

  /** The tags in what ScaleCube hands out, which may be nothing. */
  static EdnMap read(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return EdnMap.EMPTY;
    }
    ByteBuffer view = buffer.duplicate();
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return read(bytes);
  }

  @Override
  public Object deserialize(ByteBuffer buffer) {
    return read(buffer);
  }

  /**
   * Own tags are handed to ScaleCube printed, since it insists on something serializable; an exact
   * array, since it sends the whole of it.
   */
  @Override
  public ByteBuffer serialize(Object tags) {
    byte[] printed = (byte[]) tags;
    return ByteBuffer.wrap(Arrays.copyOf(printed, printed.length));
  }
}
