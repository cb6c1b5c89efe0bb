package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jellybean.fixture.TestFleet;
import jellybean.wire.Frame;
import jellybean.wire.FrameCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else's implementation of TLS says of a node's port. */
class OpensslTest {
  private static final int PATIENCE_S = 20;

  @TempDir Path directory;
  private TestFleet fleet;
  private TestNode node;

  @BeforeAll
  static void opensslIsThere() {
    try {
      new ProcessBuilder("openssl", "version").start().waitFor();
    } catch (IOException | InterruptedException e) {
      fail("expected openssl on the path (Debian: apt-get install openssl), found none: " + e);
    }
  }

  @BeforeEach
  void oneNode() {
    fleet = TestFleet.create(directory, "f");
    node = new TestNode(fleet.node("a"), 1);
  }

  @AfterEach
  void close() {
    node.close();
  }

  /** Connects, says something, and reads until the other side closes or the answer is there. */
  private String client(Optional<Path> identity, byte[] says, String until, String... options) {
    List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-ign_eof"));
    command.addAll(List.of("-connect", "127.0.0.1:" + node.address().getPort()));
    identity.ifPresent(
        path ->
            command.addAll(
                List.of(
                    "-cert", path.resolve("cert.pem").toString(),
                    "-key", path.resolve("key.pem").toString())));
    command.addAll(List.of(options));
    try {
      Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
      OutputStream in = openssl.getOutputStream();
      in.write(says);
      in.flush();
      CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> read(openssl, until));
      String output = heard.get(PATIENCE_S, TimeUnit.SECONDS);
      openssl.destroy();
      assertTrue(openssl.waitFor(PATIENCE_S, TimeUnit.SECONDS), "openssl ends");
      return output;
    } catch (Exception e) {
      throw new AssertionError("openssl did not answer: " + String.join(" ", command), e);
    }
  }

  private static String read(Process openssl, String until) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    byte[] buffer = new byte[4_096];
    try {
      for (int n = openssl.getInputStream().read(buffer);
          n >= 0;
          n = openssl.getInputStream().read(buffer)) {
        output.write(buffer, 0, n);
        if (output.toString(StandardCharsets.ISO_8859_1).contains(until)) {
          break;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return output.toString(StandardCharsets.ISO_8859_1);
  }

  private static String[] trusting(Path identity, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("-CAfile", identity.resolve("ca.pem").toString()));
    options.add("-verify_return_error");
    return options.toArray(String[]::new);
  }

  private void assertCounted(HandshakeFault fault) {
    TestNode.eventually(fault + " is counted", () -> node.transport.counts().get(fault) >= 1);
  }

  private static byte[] greeting() {
    byte[] body = FrameCodec.encode(new Frame.OperatorHello(1, "f", "ada"));
    return Intruder.framed(body.length, body);
  }

  @Test
  void theRightCertificateIsAcceptedAndSoIsTheNodesOwn() {
    Path ada = fleet.operator("ada", "observe");
    String output = client(Optional.of(ada), greeting(), "[:welcome", trusting(ada));
    assertTrue(output.contains("Verify return code: 0 (ok)"), output);
    assertTrue(output.contains("TLSv1.3"), output);
    assertTrue(output.contains("[:welcome {:node \"a\", :you \"/op/a/"), output);
  }

  @Test
  void tls12IsRefused() {
    Path ada = fleet.operator("ada", "observe");
    String output = client(Optional.of(ada), new byte[0], "no such", "-tls1_2");
    assertTrue(output.contains("alert protocol version"), output);
    assertFalse(output.contains(":welcome"), output);
    assertCounted(HandshakeFault.TLS);
  }

  @Test
  void whoHasNoCertificateIsRefused() {
    String output = client(Optional.empty(), greeting(), "no such");
    assertTrue(output.contains("alert"), output);
    assertFalse(output.contains(":welcome"), output);
    assertCounted(HandshakeFault.CERTIFICATE_MISSING);
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() {
    Path foreign = TestFleet.create(directory, "f").operator("ada", "operate");
    String output = client(Optional.of(foreign), greeting(), "no such");
    assertTrue(output.contains("alert"), output);
    assertFalse(output.contains(":welcome"), output);
    assertCounted(HandshakeFault.CERTIFICATE_UNTRUSTED);
  }

  @Test
  void aNodeOfAnotherAuthorityIsNotBelieved() {
    Path foreign = TestFleet.create(directory, "f").operator("ada", "operate");
    String output = client(Optional.of(foreign), new byte[0], "no such", trusting(foreign));
    assertTrue(output.contains("verify error"), output);
  }

  @Test
  void ofTheCiphersOfferedTheNodeTakesChaCha20WhateverComesFirst() {
    Path ada = fleet.operator("ada", "observe");
    String output =
        client(
            Optional.of(ada),
            greeting(),
            "[:welcome",
            trusting(
                ada,
                "-ciphersuites",
                "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256"));
    assertTrue(output.contains("Cipher is TLS_CHACHA20_POLY1305_SHA256"), output);
  }

  @Test
  void whoHasOnlyAesGetsItWith128BitsIfItMay() {
    Path ada = fleet.operator("ada", "observe");
    String output =
        client(
            Optional.of(ada),
            greeting(),
            "[:welcome",
            trusting(ada, "-ciphersuites", "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256"));
    assertTrue(output.contains("Cipher is TLS_AES_128_GCM_SHA256"), output);
    assertEquals(0, node.transport.counts().get(HandshakeFault.TLS));
  }
}
