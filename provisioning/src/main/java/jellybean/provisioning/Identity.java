package jellybean.provisioning;

import java.util.regex.Pattern;

/**
 * Who a certificate is for, as the URI in it says: {@code jellybean://<fleet>/node/<node>} or
 * {@code jellybean://<fleet>/operator/<name>/<role>}.
 */
public sealed interface Identity {
  String fleetId();

  /** The subject alternative name (RFC 5280 section 4.2.1.6, a URI). */
  String uri();

  /** For people who look at a certificate; nothing is decided by it. */
  String commonName();

  record Node(String fleetId, String nodeId) implements Identity {
    public Node {
      Names.check("fleet id", fleetId);
      Names.check("node id", nodeId);
    }

    @Override
    public String uri() {
      return "jellybean://" + fleetId + "/node/" + nodeId;
    }

    @Override
    public String commonName() {
      return nodeId;
    }
  }

  record Operator(String fleetId, String name, Role role) implements Identity {
    public Operator {
      Names.check("fleet id", fleetId);
      Names.check("operator name", name);
    }

    @Override
    public String uri() {
      return "jellybean://" + fleetId + "/operator/" + name + "/" + role.text();
    }

    @Override
    public String commonName() {
      return "operator " + name;
    }
  }

  /** All names are host labels (RFC 1123 section 2.1), so that they need no escaping anywhere. */
  final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private Names() {}

    static void check(String what, String name) {
      if (!LABEL.matcher(name).matches()) {
        throw new ProvisioningException(
            "bad "
                + what
                + ": expected 1 to 63 characters a-z 0-9 - (no dash at either end), found \""
                + name
                + "\"");
      }
    }
  }
}
