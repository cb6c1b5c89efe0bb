package jellybean.provisioning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

  private final FleetAuthority authority =
      FleetAuthority.create("atrium", Validity.AUTHORITY, CLOCK);

  @TempDir Path folder;

  @Test
  void issuesNodeCertificatesThatTheJdkValidates() throws Exception {
    X509Certificate node = authority.issueNode("n1", Validity.NODE).certificate();

    validate(node, authority.certificate(), NOW);
    assertEquals(List.of("jellybean://atrium/node/n1"), uris(node));
    assertEquals(List.of(SERVER, CLIENT), node.getExtendedKeyUsage());
    assertEquals(-1, node.getBasicConstraints(), "a node issues nothing");
  }

  @Test
  void issuesOperatorCertificatesWithARoleForTheClientsEndOnly() throws Exception {
    X509Certificate observer =
        authority.issueOperator("ada", Role.OBSERVE, Validity.OPERATOR).certificate();
    X509Certificate operator =
        authority.issueOperator("ada", Role.OPERATE, Validity.OPERATOR).certificate();

    validate(observer, authority.certificate(), NOW);
    assertEquals(List.of("jellybean://atrium/operator/ada/observe"), uris(observer));
    assertEquals(List.of("jellybean://atrium/operator/ada/operate"), uris(operator));
    assertEquals(List.of(CLIENT), operator.getExtendedKeyUsage());
  }

  @Test
  void aCertificateIsGoodFromBeforeItWasIssuedUntilItsEndAndNoLonger() throws Exception {
    Validity validity = Validity.ofDays(2, 10);
    X509Certificate node = authority.issueNode("n1", validity).certificate();
    X509Certificate ca =
        FleetAuthority.create("other", Validity.ofDays(30, 400), CLOCK).certificate();

    assertEquals(Instant.parse("2026-02-27T12:00:00Z"), node.getNotBefore().toInstant());
    assertEquals(Instant.parse("2026-03-11T12:00:00Z"), node.getNotAfter().toInstant());
    validate(node, authority.certificate(), NOW.minus(Duration.ofDays(1)));
    Instant late = NOW.plus(Duration.ofDays(11));
    assertThrows(
        CertPathValidatorException.class, () -> validate(node, authority.certificate(), late));
    assertEquals(Instant.parse("2026-01-30T12:00:00Z"), ca.getNotBefore().toInstant());
  }

  @Test
  void anotherFleetsAuthorityDoesNotVouchForItsMembers() {
    X509Certificate node = authority.issueNode("n1", Validity.NODE).certificate();
    X509Certificate sameName =
        FleetAuthority.create("atrium", Validity.AUTHORITY, CLOCK).certificate();

    assertThrows(CertPathValidatorException.class, () -> validate(node, sameName, NOW));
  }

  @Test
  void aMemberCannotIssueCertificates() {
    X509Certificate node = authority.issueNode("n1", Validity.NODE).certificate();

    assertEquals(0, authority.certificate().getBasicConstraints(), "and no further authority");
    assertFalse(node.getKeyUsage()[5], "keyCertSign");
  }

  @Test
  void everyCertificateHasItsOwnKeyAndSerialNumber() {
    Credentials one = authority.issueNode("n1", Validity.NODE);
    Credentials two = authority.issueNode("n1", Validity.NODE);

    assertNotEquals(one.certificate().getSerialNumber(), two.certificate().getSerialNumber());
    assertNotEquals(one.certificate().getPublicKey(), two.certificate().getPublicKey());
  }

  @Test
  void noCertificateOutlivesItsAuthority() {
    FleetAuthority brief = FleetAuthority.create("brief", Validity.ofDays(1, 5), CLOCK);

    ProvisioningException refused =
        assertThrows(
            ProvisioningException.class, () -> brief.issueNode("n1", Validity.ofDays(1, 6)));
    assertEquals(
        "cannot issue a certificate for jellybean://brief/node/n1 until 2026-03-07T12:00:00Z:"
            + " the authority ends 2026-03-06T12:00:00Z",
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "-a", "a-", "a b", "a/b", "ä", "a.b"})
  void aBadNameIsRefusedByItsText(String bad) {
    ProvisioningException refused =
        assertThrows(ProvisioningException.class, () -> authority.issueNode(bad, Validity.NODE));
    assertEquals(
        "bad node id: expected 1 to 63 characters a-z 0-9 - (no dash at either end), found \""
            + bad
            + "\"",
        refused.getMessage());
  }

  @Test
  void aNameOf63CharactersIsGoodAndOneOf64IsNot() throws Exception {
    String longest = "n".repeat(63);

    Credentials node = authority.issueNode(longest, Validity.NODE);

    validate(node.certificate(), authority.certificate(), NOW);
    assertThrows(
        ProvisioningException.class, () -> authority.issueNode(longest + "n", Validity.NODE));
  }

  @Test
  void validityIsBounded() {
    assertThrows(ProvisioningException.class, () -> Validity.ofDays(31, 1));
    assertThrows(ProvisioningException.class, () -> Validity.ofDays(-1, 1));
    assertThrows(ProvisioningException.class, () -> Validity.ofDays(0, 0));
    assertThrows(ProvisioningException.class, () -> Validity.ofDays(0, 365 * 20 + 1));
  }

  @Test
  void aMembersFolderHoldsNoKeyButItsOwn() throws Exception {
    Credentials node = authority.issueNode("n1", Validity.NODE);

    node.writeTo(folder.resolve("n1"));

    Path written = folder.resolve("n1");
    assertEquals(Set.of("ca.pem", "cert.pem", "key.pem"), filesIn(written));
    assertEquals("rw-------", mode(written.resolve("key.pem")));
    assertEquals("rwx------", mode(written));
    assertArrayEquals(node.key().getEncoded(), Pem.read(written.resolve("key.pem"), "PRIVATE KEY"));
    assertArrayEquals(
        authority.certificate().getEncoded(), Pem.read(written.resolve("ca.pem"), "CERTIFICATE"));
  }

  @Test
  void aSavedAuthorityGoesOnIssuing() throws Exception {
    authority.writeTo(folder.resolve("authority"));

    FleetAuthority loaded = FleetAuthority.load(folder.resolve("authority"), CLOCK);
    X509Certificate node = loaded.issueNode("n2", Validity.NODE).certificate();

    assertEquals("rw-------", mode(folder.resolve("authority/ca-key.pem")));
    assertEquals("atrium", loaded.fleetId());
    validate(node, authority.certificate(), NOW);
  }

  @Test
  void aKeyIsNeverOverwritten() {
    Credentials node = authority.issueNode("n1", Validity.NODE);
    node.writeTo(folder);

    ProvisioningException refused =
        assertThrows(ProvisioningException.class, () -> node.writeTo(folder));
    assertEquals(
        "cannot write " + folder + "/key.pem: it exists, and keys are never overwritten",
        refused.getMessage());
  }

  @Test
  void aDamagedAuthorityIsRefusedWithItsFile() throws Exception {
    authority.writeTo(folder);
    Files.writeString(folder.resolve("ca-key.pem"), "not a key");

    ProvisioningException refused =
        assertThrows(ProvisioningException.class, () -> FleetAuthority.load(folder, CLOCK));
    assertEquals(
        folder + "/ca-key.pem: expected a PEM block PRIVATE KEY, found none", refused.getMessage());
  }

  @Test
  void aMembersCertificateIsNoAuthority() {
    authority.issueNode("n1", Validity.NODE).writeTo(folder);
    Path impostor = folder.resolve("impostor");
    Pem.createFolder(impostor);
    X509Certificate node = authority.issueNode("n1", Validity.NODE).certificate();
    Pem.writePublic(impostor.resolve("ca.pem"), Credentials.pem(node));

    ProvisioningException refused =
        assertThrows(ProvisioningException.class, () -> FleetAuthority.load(impostor, CLOCK));
    assertEquals(
        impostor + "/ca.pem: expected the certificate of a fleet's authority, found one of CN=n1",
        refused.getMessage());
  }

  @Test
  void keysAreOnP256AndSignWhatTheCertificateVerifies() throws Exception {
    Credentials node = authority.issueNode("n1", Validity.NODE);
    byte[] said = {1, 2, 3};
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(node.key());
    signer.update(said);
    byte[] signature = signer.sign();

    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(node.certificate());
    verifier.update(said);
    assertTrue(verifier.verify(signature));
    assertEquals(256, ((ECKey) node.key()).getParams().getOrder().bitLength());
    assertEquals("credentials of CN=n1", node.toString(), "the key does not print");
  }

  private static void validate(X509Certificate member, X509Certificate ca, Instant at)
      throws GeneralSecurityException {
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(member));
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  private static List<String> uris(X509Certificate certificate) throws Exception {
    return certificate.getSubjectAlternativeNames().stream()
        .filter(name -> name.get(0).equals(6))
        .map(name -> name.get(1).toString())
        .toList();
  }

  private static Set<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
