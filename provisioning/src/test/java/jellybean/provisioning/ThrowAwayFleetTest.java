package jellybean.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import jellybean.cli.FleetFactory;
import jellybean.edn.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThrowAwayFleetTest {
  @TempDir Path folder;

  @Test
  void theCommandFindsItAsAService() {
    FleetFactory found = ServiceLoader.load(FleetFactory.class).findFirst().orElseThrow();

    assertInstanceOf(ThrowAwayFleet.class, found);
  }

  @Test
  void makesOneFolderPerMemberAndKeepsNoKeyOfTheAuthority() throws IOException {
    new ThrowAwayFleet().create(folder, List.of("n1", "n2"), List.of("me"));

    assertEquals(
        Set.of(
            "nodes/n1/ca.pem",
            "nodes/n1/cert.pem",
            "nodes/n1/key.pem",
            "nodes/n1/keyring.edn",
            "nodes/n2/ca.pem",
            "nodes/n2/cert.pem",
            "nodes/n2/key.pem",
            "nodes/n2/keyring.edn",
            "operators/me/ca.pem",
            "operators/me/cert.pem",
            "operators/me/key.pem"),
        filesBelow(folder));
  }

  @Test
  void allNodesShareOneKeyRingThatOnlyTheOwnerReads() throws IOException {
    ThrowAwayFleet.create(folder, List.of("n1", "n2"));

    Path first = FleetFactory.nodeDirectory(folder, "n1").resolve("keyring.edn");
    Path second = FleetFactory.nodeDirectory(folder, "n2").resolve("keyring.edn");
    String ring = Files.readString(first);
    assertEquals(ring, Files.readString(second));
    assertTrue(
        ring.matches("\\{:keys \\[#jelly/bytes \"[A-Za-z0-9+/]{43}=\"\\]\\}\n"), "found " + ring);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(first)));
  }

  @Test
  void everyFleetIsAnother() {
    String one = ThrowAwayFleet.create(folder.resolve("1"), List.of("n1"));
    String two = ThrowAwayFleet.create(folder.resolve("2"), List.of("n1"));

    assertTrue(one.matches("demo-[0-9a-f]{8}"), one);
    assertTrue(!one.equals(two), one);
  }

  @Test
  void isMadeWhileTheClockGoesOn() {
    AtomicLong second = new AtomicLong(1_800_000_000);
    InstantSource ticking = () -> Instant.ofEpochSecond(second.getAndIncrement());

    ThrowAwayFleet.create(
        folder, List.of("n1", "n2"), List.of("me"), ticking.withZone(ZoneOffset.UTC));

    assertTrue(second.get() > 1_800_000_002, "the clock was read for each certificate");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    ProvisioningException refused =
        assertThrows(ProvisioningException.class, () -> ThrowAwayFleet.create(file, List.of("n1")));
    assertTrue(
        refused.getMessage().startsWith("cannot create folder " + file), refused.getMessage());
  }

  @Test
  void aKeyRingHasOneToFourKeysOf32Bytes() {
    Bytes key = Bytes.of(new byte[UdpKeyRing.KEY_BYTES]);

    assertEquals("key ring of 1", new UdpKeyRing(List.of(key)).toString());
    assertThrows(ProvisioningException.class, () -> new UdpKeyRing(List.of()));
    assertThrows(
        ProvisioningException.class, () -> new UdpKeyRing(List.of(key, key, key, key, key)));
    ProvisioningException shortKey =
        assertThrows(
            ProvisioningException.class, () -> new UdpKeyRing(List.of(Bytes.of(new byte[16]))));
    assertEquals("bad key ring: expected keys of 32 bytes, found 16", shortKey.getMessage());
  }

  private static Set<String> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(TreeSet::new, Set::add, Set::addAll);
    }
  }
}
