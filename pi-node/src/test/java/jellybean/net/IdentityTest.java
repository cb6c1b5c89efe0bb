package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  @TempDir Path directory;
  private TestFleet fleet;
  private Path identity;

  @BeforeEach
  void oneIdentity() {
    fleet = TestFleet.create(directory, "f");
    identity = fleet.node("a");
  }

  private void assertBad(String file, String message) {
    Path path = identity.resolve(file);
    BadIdentityException e =
        assertThrows(
            BadIdentityException.class,
            () -> {
              Identity.load(identity);
              RingFile.load(identity);
            });
    assertTrue(e.getMessage().startsWith(message.replace("FILE", path.toString())), e.getMessage());
  }

  private void replaceBy(String file, Path other) throws IOException {
    Files.copy(
        other.resolve(file),
        identity.resolve(file),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  @Test
  void saysWhomTheCertificateNames() {
    assertEquals(new Principal.Node("f", new NodeId("a")), Identity.load(identity).principal());
    assertEquals(
        new Principal.Operator("f", "ada", Principal.Role.OBSERVE),
        Identity.load(fleet.operator("ada", "observe")).principal());
    assertFalse(Identity.load(identity).toString().contains("key"));
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path missing = directory.resolve("missing");
    assertEquals(
        "cannot read identity " + missing + ": no such directory",
        assertThrows(BadIdentityException.class, () -> Identity.load(missing)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.pem", "cert.pem", "key.pem", "keyring.edn"})
  void aMissingFileIsNamed(String file) throws IOException {
    Files.delete(identity.resolve(file));
    assertBad(file, "cannot read FILE: no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ca.pem|CERTIFICATE",
        "cert.pem|CERTIFICATE",
        "key.pem|PRIVATE KEY",
      })
  void aFileWithoutItsBlockIsNamed(String file, String label) throws IOException {
    TestFleet.writeSecret(identity.resolve(file), "hello\n");
    String begin = "\"-----BEGIN " + label + "-----\"";
    assertBad(file, "cannot use FILE: expected " + begin + ", found no such line");
    TestFleet.writeSecret(identity.resolve(file), "-----BEGIN EC PRIVATE KEY-----\n");
    assertBad(
        file, "cannot use FILE: expected " + begin + ", found \"-----BEGIN EC PRIVATE KEY-----\"");
    TestFleet.writeSecret(identity.resolve(file), "-----BEGIN " + label + "-----\nAAAA\n");
    assertBad(
        file,
        "cannot use FILE: expected \"-----END " + label + "-----\", found the end of the file");
  }

  @Test
  void aFileOfAMillionBytesIsRefused() throws IOException {
    TestFleet.writeSecret(identity.resolve("key.pem"), "x".repeat(1_000_000));
    assertBad("key.pem", "cannot use FILE: expected at most 65536 bytes, found more");
  }

  @Test
  void aDamagedCertificateIsRefused() throws IOException {
    TestFleet.writeSecret(
        identity.resolve("cert.pem"),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertBad("cert.pem", "cannot use FILE: expected an X.509 certificate, found ");
  }

  @Test
  void aDamagedKeyIsRefused() throws IOException {
    TestFleet.writeSecret(
        identity.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertBad("key.pem", "cannot use FILE: expected an elliptic-curve key in PKCS #8");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws IOException {
    replaceBy("key.pem", fleet.node("b"));
    assertBad(
        "key.pem",
        "cannot use FILE: expected the key of " + identity.resolve("cert.pem") + ", found another");
  }

  @Test
  void anAuthorityThatDidNotSignTheCertificateIsRefused() throws IOException {
    replaceBy("ca.pem", TestFleet.create(directory, "other").node("a"));
    assertBad(
        "cert.pem",
        "cannot use FILE: expected it to be signed by "
            + identity.resolve("ca.pem")
            + ", found issuer \"CN=fleet f\"");
  }

  @Test
  void aCertificateThatNamesNobodyIsRefused() {
    identity = fleet.named("https://example.org/");
    assertBad("cert.pem", "cannot use FILE: expected jellybean://<fleet>/node/<id> or ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key.pem", "keyring.edn"})
  void aSecretThatOthersMayReadIsRefused(String file) throws IOException {
    Files.setPosixFilePermissions(
        identity.resolve(file), PosixFilePermissions.fromString("rw-r--r--"));
    assertBad(
        file,
        "cannot use FILE: expected only its owner to have access (chmod 600), found rw-r--r--");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|cannot use FILE: bad key ring: expected {:keys [#jelly/bytes \"…\" …]}",
        "{:keys []}|cannot use FILE: bad key ring: expected {:keys [#jelly/bytes \"…\" …]} with 1"
            + " to 4",
        "{:keys [1]}|cannot use FILE: bad key ring: expected {:keys [#jelly/bytes \"…\" …]}",
        "{:keys [#jelly/bytes \"AAAA\"]}|cannot use FILE: bad key ring: expected {:keys"
            + " [#jelly/bytes",
        "{:keys|cannot use FILE: cannot read FILE:1:7: ",
      })
  void aKeyRingOfAnotherShapeIsRefused(String text, String message) throws IOException {
    TestFleet.writeSecret(identity.resolve("keyring.edn"), text);
    assertBad("keyring.edn", message.replace("cannot read FILE", identity + "/keyring.edn"));
  }

  @Test
  void anOperatorsIdentityOpensNoTransport() {
    Path operator = fleet.operator("ada", "operate");
    assertEquals(
        "cannot use " + operator + ": expected a node, found operator ada (operate) of fleet f",
        assertThrows(BadIdentityException.class, () -> new TestNode(operator, 1).close())
            .getMessage());
  }
}
