package jellybean.net;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Packets of multicast DNS, as RFC 1035 section 4.1 lays them out. */
final class MdnsPackets {
  private static final short RESPONSE = (short) 0x8400;
  private static final short TYPE_A = 1;
  private static final short TYPE_PTR = 12;
  private static final short TYPE_SRV = 33;
  private static final short TYPE_ANY = 255;
  private static final short CLASS_IN = 1;
  private static final int TTL_S = 60;
  private static final int AUTHORITIES_AT = 9;

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

  /** "This instance is at that port of that host." */
  static byte[] place(String instance, int port, String host, int ttlS) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(RESPONSE, 0, 1));
    out.writeBytes(name(instance));
    service(out, port, host, ttlS);
    return out.toByteArray();
  }

  /** A probe: "does anybody have this name? I would have it at that place." */
  static byte[] placeOfQuestioned(String instance, int port, String host, int ttlS) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] header = header((short) 0, 1, 0);
    header[AUTHORITIES_AT] = 1;
    out.writeBytes(header);
    out.writeBytes(name(instance));
    out.writeBytes(ByteBuffer.allocate(4).putShort(TYPE_ANY).putShort(CLASS_IN).array());
    out.writeBytes(new byte[] {(byte) 0xc0, (byte) header.length});
    service(out, port, host, ttlS);
    return out.toByteArray();
  }

  private static void service(ByteArrayOutputStream out, int port, String host, int ttlS) {
    byte[] target = name(host);
    out.writeBytes(
        ByteBuffer.allocate(16)
            .putShort(TYPE_SRV)
            .putShort(CLASS_IN)
            .putInt(ttlS)
            .putShort((short) (6 + target.length))
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) port)
            .array());
    out.writeBytes(target);
  }

  /** "This host has that address." */
  static byte[] address(String host, String address, int ttlS) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(RESPONSE, 0, 1));
    out.writeBytes(name(host));
    out.writeBytes(
        ByteBuffer.allocate(14)
            .putShort(TYPE_A)
            .putShort(CLASS_IN)
            .putInt(ttlS)
            .putShort((short) 4)
            .put(InetAddress.ofLiteral(address).getAddress())
            .array());
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
