package jellybean.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate names, by its one subject alternative name of type URI (RFC 5280 section
 * 4.2.1.6): {@code jellybean://<fleet>/node/<node id>} or {@code
 * jellybean://<fleet>/operator/<name>/<role>}.
 */
public sealed interface Principal {
  /** What names are made of. */
  Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  String fleet();

  /** A member of the fleet. */
  record Node(String fleet, NodeId id) implements Principal {
    @Override
    public String toString() {
      return "node " + id + " of fleet " + fleet;
    }
  }

  /** A person, or a program acting for one. */
  record Operator(String fleet, String name, Role role) implements Principal {
    @Override
    public String toString() {
      return "operator " + name + " (" + role + ") of fleet " + fleet;
    }
  }

  /** What an operator may do. */
  enum Role {
    /** Look. */
    OBSERVE,
    /** Look and change. */
    OPERATE;

    static Optional<Role> of(String text) {
      return List.of(values()).stream().filter(role -> role.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads the name in a certificate; whether to believe it is for the chain to tell.
   *
   * @throws UnnamedCertificateException if there is not exactly one such name, or it is malformed
   */
  static Principal of(X509Certificate certificate) throws UnnamedCertificateException {
    List<String> uris = uris(certificate);
    if (uris.size() != 1) {
      throw new UnnamedCertificateException(
          "expected one URI among the subject alternative names, found " + uris.size());
    }
    return parse(uris.getFirst());
  }

  private static List<String> uris(X509Certificate certificate) throws UnnamedCertificateException {
    // GeneralName ::= CHOICE { ... uniformResourceIdentifier [6] ... }
    Integer uriType = 6;
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return List.of();
      }
      return names.stream()
          .filter(name -> uriType.equals(name.getFirst()))
          .map(name -> String.valueOf(name.get(1)))
          .toList();
    } catch (CertificateParsingException e) {
      throw new UnnamedCertificateException("unreadable names: " + e.getMessage());
    }
  }

  private static Principal parse(String text) throws UnnamedCertificateException {
    try {
      URI uri = new URI(text);
      String fleet = uri.getRawAuthority();
      String path = uri.getRawPath();
      if ("jellybean".equals(uri.getScheme()) && isLabel(fleet) && path != null) {
        return parse(text, fleet, List.of(path.split("/", -1)));
      }
    } catch (URISyntaxException e) {
      // Falls through: what is no URI is described like any other wrong one.
    }
    throw malformed(text);
  }

  private static Principal parse(String text, String fleet, List<String> path)
      throws UnnamedCertificateException {
    if (path.size() == 3 && path.get(1).equals("node")) {
      try {
        return new Node(fleet, new NodeId(path.get(2)));
      } catch (BadNameException e) {
        throw malformed(text);
      }
    }
    if (path.size() == 4 && path.get(1).equals("operator") && isLabel(path.get(2))) {
      Optional<Role> role = Role.of(path.get(3));
      if (role.isPresent()) {
        return new Operator(fleet, path.get(2), role.get());
      }
    }
    throw malformed(text);
  }

  /** A host label (RFC 1123 section 2.1), as every name of a fleet is. */
  private static boolean isLabel(@Nullable String text) {
    return text != null && LABEL.matcher(text).matches();
  }

  private static UnnamedCertificateException malformed(String text) {
    return new UnnamedCertificateException(
        "expected jellybean://<fleet>/node/<id> or jellybean://<fleet>/operator/<name>/<role>,"
            + " found \""
            + text
            + "\"");
  }
}
