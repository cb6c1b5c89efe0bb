package jellybean.provisioning;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import jellybean.edn.Bytes;

/**
 * The certificate authority of one fleet: who has a certificate of it belongs to the fleet.
 *
 * <p>All keys are ECDSA P-256. Certificates are issued from {@code now - before} to {@code now +
 * after} of their {@link Validity} and never outlive the authority. The authority's own key goes
 * only where {@link #writeTo} is told, never into a member's folder. Safe for use by any thread.
 */
public final class FleetAuthority {
  /** Beside {@value Credentials#AUTHORITY_FILE} in the authority's folder. */
  public static final String KEY_FILE = "ca-key.pem";

  private static final String DENY_LIST_PREFIX = "jellybean deny-list\n";
  private static final String CURVE = "secp256r1";

  private final String fleetId;
  private final X509Certificate certificate;
  private final PrivateKey key;
  private final Clock clock;

  private FleetAuthority(String fleetId, X509Certificate certificate, PrivateKey key, Clock clock) {
    this.fleetId = fleetId;
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
  }

  /**
   * A new authority for a new fleet.
   *
   * @throws ProvisioningException if the fleet id is no host label
   */
  public static FleetAuthority create(String fleetId, Validity validity, Clock clock) {
    Identity.Names.check("fleet id", fleetId);
    KeyPair pair = newKeyPair();
    Instant now = clock.instant();
    X509Certificate certificate =
        Certificates.authority(fleetId, pair, validity.notBefore(now), validity.notAfter(now));
    return new FleetAuthority(fleetId, certificate, pair.getPrivate(), clock);
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws ProvisioningException if a file is missing, damaged, or of something else
   */
  public static FleetAuthority load(Path folder, Clock clock) {
    Path file = folder.resolve(Credentials.AUTHORITY_FILE);
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(Pem.read(file, "CERTIFICATE")));
      String fleetId = Certificates.fleetIdOf(certificate, file);
      byte[] pkcs8 = Pem.read(folder.resolve(KEY_FILE), "PRIVATE KEY");
      PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new FleetAuthority(fleetId, certificate, key, clock);
    } catch (GeneralSecurityException e) {
      throw new ProvisioningException("cannot load the authority in " + folder, e);
    }
  }

  public String fleetId() {
    return fleetId;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * A new key with a certificate for one node, good for both ends of a connection.
   *
   * @throws ProvisioningException if the id is no host label, or the certificate would outlive the
   *     authority
   */
  public Credentials issueNode(String nodeId, Validity validity) {
    return issue(new Identity.Node(fleetId, nodeId), validity);
  }

  /**
   * A new key with a certificate for one person or program, good for the client's end only.
   *
   * @throws ProvisioningException if the name is no host label, or the certificate would outlive
   *     the authority
   */
  public Credentials issueOperator(String name, Role role, Validity validity) {
    return issue(new Identity.Operator(fleetId, name, role), validity);
  }

  /**
   * Writes the authority's certificate and, readable by the owner only, its key ({@value
   * #KEY_FILE}).
   *
   * @throws ProvisioningException if one of them exists or cannot be written
   */
  public void writeTo(Path folder) {
    Pem.createFolder(folder);
    Pem.writeSecret(folder.resolve(KEY_FILE), Pem.encode("PRIVATE KEY", key.getEncoded()));
    Pem.writePublic(folder.resolve(Credentials.AUTHORITY_FILE), Credentials.pem(certificate));
  }

  /**
   * Signs the text of a deny-list, as members verify it: with what they expect before it, so that
   * no other signature of this key can be taken for one of a list.
   */
  Bytes signDenyList(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update((DENY_LIST_PREFIX + text).getBytes(StandardCharsets.UTF_8));
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new ProvisioningException("cannot sign the deny-list of " + fleetId, e);
    }
  }

  private Credentials issue(Identity identity, Validity validity) {
    Instant now = clock.instant();
    Instant notAfter = validity.notAfter(now);
    if (notAfter.isAfter(certificate.getNotAfter().toInstant())) {
      throw new ProvisioningException(
          "cannot issue a certificate for "
              + identity.uri()
              + " until "
              + notAfter
              + ": the authority ends "
              + certificate.getNotAfter().toInstant());
    }
    KeyPair pair = newKeyPair();
    X509Certificate issued =
        Certificates.member(
            identity, pair.getPublic(), certificate, key, validity.notBefore(now), notAfter);
    return new Credentials(certificate, issued, pair.getPrivate());
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new ProvisioningException("cannot make a key on the curve " + CURVE, e);
    }
  }
}
