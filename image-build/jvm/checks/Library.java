import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What the node leans on in the class library: text, big numbers, ciphers, files, sockets. */
final class Library {
  private static final byte[] KEY =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f".repeat(2));
  private static final byte[] TEXT =
      "Grüße aus der Zelle, 🫘 ".repeat(40).getBytes(StandardCharsets.UTF_8);

  private Library() {}

  public static void main(String[] args) throws Exception {
    Lines.say("digests", digest("SHA-256") + " " + digest("SHA-512") + " " + digest("MD5"));
    Lines.say("mac", hex(mac()));
    Lines.say(
        "aes-gcm",
        hex(sealed("AES/GCM/NoPadding", "AES", new GCMParameterSpec(128, new byte[12]))));
    Lines.say(
        "chacha20",
        hex(sealed("ChaCha20-Poly1305", "ChaCha20", new IvParameterSpec(new byte[12]))));
    Lines.say("ed25519", hex(ed25519()));
    Lines.say("big", big());
    Lines.say("zip", zip());
    Lines.say("text", text());
    Lines.say("streams", streams());
    Lines.say("file", file());
    Lines.say("sockets", sockets());
    Lines.say("datagrams", datagrams());
  }

  private static String digest(String algorithm) throws Exception {
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    byte[] value = TEXT;
    for (int i = 0; i < 50; i++) {
      value = digest.digest(value);
    }
    return hex(value);
  }

  private static byte[] mac() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    return mac.doFinal(TEXT);
  }

  private static byte[] sealed(
      String cipherName, String keyName, java.security.spec.AlgorithmParameterSpec nonce)
      throws Exception {
    Cipher cipher = Cipher.getInstance(cipherName);
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, keyName), nonce);
    cipher.updateAAD(KEY);
    byte[] sealed = cipher.doFinal(TEXT);
    Cipher opening = Cipher.getInstance(cipherName);
    opening.init(Cipher.DECRYPT_MODE, new SecretKeySpec(KEY, keyName), nonce);
    opening.updateAAD(KEY);
    if (!java.util.Arrays.equals(TEXT, opening.doFinal(sealed))) {
      throw new IllegalStateException(cipherName + " does not open what it sealed");
    }
    return MessageDigest.getInstance("SHA-256").digest(sealed);
  }

  private static byte[] ed25519() throws Exception {
    var key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, KEY));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key);
    signature.update(TEXT);
    return signature.sign();
  }

  private static String big() {
    BigInteger product = BigInteger.ONE;
    for (int i = 1; i < 120; i++) {
      product = product.multiply(BigInteger.valueOf(i * 7L));
    }
    BigInteger power =
        BigInteger.valueOf(7)
            .modPow(product, BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19)));
    return power + " " + new BigDecimal(product).sqrt(new MathContext(40));
  }

  private static String zip() throws Exception {
    CRC32 crc = new CRC32();
    crc.update(TEXT);
    Deflater deflater = new Deflater();
    deflater.setInput(TEXT);
    deflater.finish();
    byte[] packed = new byte[TEXT.length];
    int length = deflater.deflate(packed);
    Inflater inflater = new Inflater();
    inflater.setInput(packed, 0, length);
    byte[] again = new byte[TEXT.length];
    boolean whole = inflater.inflate(again) == TEXT.length && java.util.Arrays.equals(again, TEXT);
    return crc.getValue() + " " + whole;
  }

  private static String text() throws IOException {
    StringBuilder lines = new StringBuilder();
    try (BufferedReader reader = new BufferedReader(new StringReader("one\ntwo\r\nthree"))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.append(line.toUpperCase(java.util.Locale.ROOT)).append('|');
      }
    }
    String greeting = new String(TEXT, 0, 24, StandardCharsets.UTF_8);
    return lines
        + greeting.replaceAll("[aeiou]+", "*")
        + String.format("%08.3f|%x|%,d", 3.14159, 48879, 1234567);
  }

  private static String streams() {
    return IntStream.range(0, 2_000)
        .boxed()
        .collect(Collectors.groupingBy(i -> i % 7, TreeMap::new, Collectors.summingInt(i -> i * i)))
        .toString();
  }

  private static String file() throws IOException {
    Path path = Files.createTempFile("check", ".bin");
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
      channel.write(ByteBuffer.wrap(TEXT));
      channel.force(true);
      ByteBuffer direct = ByteBuffer.allocateDirect(16);
      channel.read(direct, 100);
      direct.flip();
      channel.truncate(500);
      return Long.toHexString(direct.getLong()) + " " + channel.size();
    } finally {
      Files.delete(path);
    }
  }

  private static String sockets() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(any);
        SocketChannel client = SocketChannel.open(server.getLocalAddress());
        SocketChannel accepted = server.accept()) {
      client.write(ByteBuffer.wrap(TEXT));
      client.shutdownOutput();
      ByteBuffer received = ByteBuffer.allocate(TEXT.length + 1);
      while (accepted.read(received) >= 0) {
        // until the end of what the client says
      }
      return String.valueOf(received.position() == TEXT.length);
    }
  }

  private static String datagrams() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (DatagramChannel one = DatagramChannel.open().bind(any);
        DatagramChannel other = DatagramChannel.open().bind(any)) {
      one.send(ByteBuffer.wrap(KEY), other.getLocalAddress());
      ByteBuffer received = ByteBuffer.allocate(100);
      return String.valueOf(
          one.getLocalAddress().equals(other.receive(received))
              && received.position() == KEY.length);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
