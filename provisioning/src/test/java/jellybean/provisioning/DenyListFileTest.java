package jellybean.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.IntStream;
import jellybean.cli.DenyListSigner;
import jellybean.wire.SignedDenyList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenyListFileTest {
  @TempDir Path folder;
  private final FleetAuthority authority =
      FleetAuthority.create("atrium", Validity.AUTHORITY, Clock.systemUTC());
  private final DenyListFile lists = new DenyListFile();

  @BeforeEach
  void anAuthorityOnDisk() {
    authority.writeTo(ca());
  }

  private Path ca() {
    return folder.resolve("ca");
  }

  private Path file() {
    return folder.resolve("deny-list.edn");
  }

  private SignedDenyList read() throws IOException {
    return SignedDenyList.read(Files.readAllBytes(file()), "deny-list.edn");
  }

  private String refusal(Runnable what) {
    return String.valueOf(assertThrows(ProvisioningException.class, what::run).getMessage());
  }

  @Test
  void theCommandFindsItAsAService() {
    assertInstanceOf(
        DenyListFile.class, ServiceLoader.load(DenyListSigner.class).findFirst().orElseThrow());
  }

  @Test
  void membersBelieveWhatItSigns() throws IOException {
    assertEquals(1, lists.sign(ca(), file(), List.of("node/n7", "operator/ada"), List.of()));

    SignedDenyList signed = read();
    signed.verify("atrium", List.of(authority.certificate().getPublicKey()));
    assertEquals(1, signed.list().version());
    assertEquals(Set.of("node/n7", "operator/ada"), signed.list().denied());
  }

  @Test
  void everyChangeIsTheNextVersion() throws IOException {
    lists.sign(ca(), file(), List.of("node/n7"), List.of());
    assertEquals(2, lists.sign(ca(), file(), List.of("certificate/1f0a"), List.of()));
    assertEquals(3, lists.sign(ca(), file(), List.of(), List.of("node/n7")));
    assertEquals(Set.of("certificate/1f0a"), read().list().denied());
  }

  @Test
  void theLongestListIsOneThatMembersTake() throws IOException {
    List<String> most =
        IntStream.range(0, DenyListFile.MAX_ENTRIES)
            .mapToObj(i -> "operator/" + "n".repeat(59) + "%04d".formatted(i))
            .toList();
    lists.sign(ca(), file(), most, List.of());
    assertEquals(DenyListFile.MAX_ENTRIES, read().list().denied().size());
    assertEquals(
        "cannot write " + file() + ": expected at most 512 entries, found 513",
        refusal(() -> lists.sign(ca(), file(), List.of("node/one-more"), List.of())));
  }

  @Test
  void whatIsNoEntryIsRefused() {
    assertEquals(
        "cannot deny \"board/7\": expected node/<id>, operator/<name> or certificate/<serial number"
            + " in hexadecimal>",
        refusal(() -> lists.sign(ca(), file(), List.of("board/7"), List.of())));
    assertEquals(
        "cannot take node/x from " + file() + ": it is not on the list",
        refusal(() -> lists.sign(ca(), file(), List.of(), List.of("node/x"))));
  }

  @Test
  void theListOfAnotherFleetAndWhatIsNoneAreRefused() throws IOException {
    lists.sign(ca(), file(), List.of("node/n7"), List.of());
    Path other = folder.resolve("other");
    FleetAuthority.create("other", Validity.AUTHORITY, Clock.systemUTC()).writeTo(other);
    assertEquals(
        "cannot use "
            + file()
            + ": expected the deny-list of fleet other, found that of \"atrium\"",
        refusal(() -> lists.sign(other, file(), List.of("node/n8"), List.of())));
    Files.writeString(file(), "{:list 7}");
    assertEquals(
        "cannot use " + file() + ": expected a signed deny-list, found something else",
        refusal(() -> lists.sign(ca(), file(), List.of("node/n8"), List.of())));
    Files.writeString(file(), "{:list");
    assertTrue(
        refusal(() -> lists.sign(ca(), file(), List.of("node/n8"), List.of()))
            .startsWith("cannot read " + file()));
  }
}
