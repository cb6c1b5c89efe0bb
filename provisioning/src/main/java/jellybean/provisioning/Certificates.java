package jellybean.provisioning;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds the X.509 certificates of a fleet (RFC 5280). The only user of Bouncy Castle. */
final class Certificates {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 127;
  private static final int URI_NAME = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Certificates() {}

  static X509Certificate authority(
      String fleetId, KeyPair pair, Instant notBefore, Instant notAfter) {
    X500Name name = name("Jellybean fleet " + fleetId);
    PublicKey publicKey = pair.getPublic();
    return build(
        new JcaX509v3CertificateBuilder(
            name, serial(), Date.from(notBefore), Date.from(notAfter), name, publicKey),
        pair.getPrivate(),
        builder -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
          builder.addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
          addUri(builder, "jellybean://" + fleetId);
          builder.addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
        });
  }

  static X509Certificate member(
      Identity identity,
      PublicKey publicKey,
      X509Certificate issuer,
      PrivateKey issuerKey,
      Instant notBefore,
      Instant notAfter) {
    X500Name subject = name(identity.commonName());
    JcaX509v3CertificateBuilder certificate =
        new JcaX509v3CertificateBuilder(
            X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
            serial(),
            Date.from(notBefore),
            Date.from(notAfter),
            subject,
            publicKey);
    return build(
        certificate,
        issuerKey,
        builder -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
          builder.addExtension(Extension.extendedKeyUsage, false, purposes(identity));
          addUri(builder, identity.uri());
          builder.addExtension(
              Extension.authorityKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer));
        });
  }

  /** The fleet an authority's certificate is for. */
  static String fleetIdOf(X509Certificate authority, Path source)
      throws CertificateParsingException {
    Collection<List<?>> names =
        Objects.requireNonNullElse(authority.getSubjectAlternativeNames(), List.of());
    return names.stream()
        .filter(name -> name.get(0).equals(URI_NAME))
        .map(name -> URI.create(name.get(1).toString()))
        .filter(uri -> "jellybean".equals(uri.getScheme()) && "".equals(uri.getPath()))
        .map(URI::getHost)
        .findFirst()
        .orElseThrow(
            () ->
                new ProvisioningException(
                    source
                        + ": expected the certificate of a fleet's authority, found one of "
                        + authority.getSubjectX500Principal()));
  }

  private interface Extensions {
    void addTo(X509v3CertificateBuilder builder) throws IOException, GeneralSecurityException;
  }

  private static X509Certificate build(
      X509v3CertificateBuilder builder, PrivateKey signer, Extensions extensions) {
    try {
      extensions.addTo(builder);
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer)));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new ProvisioningException("cannot build a certificate", e);
    }
  }

  /** A node answers and dials; an operator only dials. */
  private static ExtendedKeyUsage purposes(Identity identity) {
    return switch (identity) {
      case Identity.Node _ ->
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
      case Identity.Operator _ -> new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
    };
  }

  private static void addUri(X509v3CertificateBuilder builder, String uri) throws IOException {
    GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
  }

  private static X500Name name(String commonName) {
    return new X500Name("CN=" + commonName);
  }

  /** Random and positive: never repeated, without a file that counts (RFC 5280 section 4.1.2.2). */
  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
  }
}
