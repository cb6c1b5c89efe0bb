package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import jellybean.cluster.TimingProfile;
import jellybean.fixture.TestFleet;
import jellybean.net.Identity;
import jellybean.net.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");

  @TempDir Path folder;

  private Timings linksOf(Path identity, TimingProfile profile) {
    List<String> options = List.of("--identity", identity.toString(), "--profile", profile.name());
    NodeConfig config = NodeConfig.parse(options);
    return Settings.transport(config, HOST, Identity.load(config.identity()), 1).timings();
  }

  @Test
  void everyProfileHasLinksOfItsOwn() {
    Path identity = TestFleet.create(folder, "f").node("a");
    assertEquals(
        List.of(Timings.DESK, Timings.LAN, Timings.WIFI, Timings.EMULATED),
        TimingProfile.ALL.stream().map(profile -> linksOf(identity, profile)).toList());
  }
}
