package jellybean.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Packets of multicast DNS, as RFC 1035 section 4.1 lays them out. */
final class MdnsPackets {
  private static final short RESPONSE = (short) 0x8400;
  private static final short TYPE_PTR = 12;
  private static final short CLASS_IN = 1;
  private static final int TTL_S = 60;

  private MdnsPackets() {}

  /** "Of each of these types there is an instance of that name." */
  static byte[] response(String type, List<String> instances) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(RESPONSE, 0, instances.size()));
    for (String instance : instances) {
      byte[] name = name(instance + "." + type);
      out.writeBytes(name(type));
      out.writeBytes(
          ByteBuffer.allocate(10)
              .putShort(TYPE_PTR)
              .putShort(CLASS_IN)
              .putInt(TTL_S)
              .putShort((short) name.length)
              .array());
      out.writeBytes(name);
    }
    return out.toByteArray();
  }

  /** "Who has a record of that name?" */
  static byte[] query(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header((short) 0, 1, 0));
    out.writeBytes(name(name));
    out.writeBytes(ByteBuffer.allocate(4).putShort(TYPE_PTR).putShort(CLASS_IN).array());
    return out.toByteArray();
  }

  private static byte[] header(short flags, int questions, int answers) {
    return ByteBuffer.allocate(12)
        .putShort((short) 0)
        .putShort(flags)
        .putShort((short) questions)
        .putShort((short) answers)
        .array();
  }

  private static byte[] name(String dotted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : dotted.split("\\.")) {
      byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.write(0);
    return out.toByteArray();
  }
}
