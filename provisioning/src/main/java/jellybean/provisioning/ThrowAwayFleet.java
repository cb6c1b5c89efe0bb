package jellybean.provisioning;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import jellybean.cli.FleetFactory;

/**
 * A fleet for a demo or a test: real keys and certificates under an authority whose own key is
 * never written, so that nobody can join it later.
 */
public final class ThrowAwayFleet implements FleetFactory {
  /** Longer than any demo runs, short enough to be worthless when found. */
  private static final Validity MEMBER = Validity.ofDays(1, 7);

  /** Members are issued later than their authority and may not outlive it. */
  private static final Validity AUTHORITY = Validity.ofDays(1, 8);

  private static final int FLEET_ID_BYTES = 4;

  /** Makes the members' folders only; returns the new fleet's id. */
  public static String create(Path directory, List<String> nodeIds) {
    return create(directory, nodeIds, List.of(), Clock.systemUTC());
  }

  @Override
  public void create(Path directory, List<String> nodeIds, List<String> operators) {
    create(directory, nodeIds, operators, Clock.systemUTC());
  }

  static String create(Path directory, List<String> nodeIds, List<String> operators, Clock clock) {
    byte[] random = new byte[FLEET_ID_BYTES];
    new SecureRandom().nextBytes(random);
    String fleetId = "demo-" + HexFormat.of().formatHex(random);
    FleetAuthority authority = FleetAuthority.create(fleetId, AUTHORITY, clock);
    UdpKeyRing ring = UdpKeyRing.create();
    for (String nodeId : nodeIds) {
      Path folder = FleetFactory.nodeDirectory(directory, nodeId);
      authority.issueNode(nodeId, MEMBER).writeTo(folder);
      ring.writeTo(folder);
    }
    for (String operator : operators) {
      authority
          .issueOperator(operator, Role.OPERATE, MEMBER)
          .writeTo(FleetFactory.operatorDirectory(directory, operator));
    }
    return fleetId;
  }
}
