package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.fixture.TestFleet;
import jellybean.message.Envelope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders about a fleet's security as a person gives them. */
class SecurityCommandsTest {
  @TempDir private Path folder = Path.of("unset");
  private TestFleet fleet = TestFleet.create(Path.of("unset"), "f");
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void aFleet() {
    fleet = TestFleet.create(folder, "f");
  }

  private Run order(String answer, String... args) {
    Function<Envelope, Optional<Value>> shell =
        envelope -> {
          asked.add(envelope.name() + " " + envelope.data());
          return Optional.of(EdnReader.readOne(answer));
        };
    try (FakeMember member = new FakeMember(fleet.node("lemon"), 0, shell)) {
      List<String> all = new ArrayList<>(List.of(args));
      all.addAll(
          List.of(
              "--member",
              member.at().toString(),
              "--identity",
              fleet.operator("ada", "operate").toString()));
      return Run.jelly("", all.toArray(String[]::new));
    }
  }

  private Path list() throws IOException {
    Path file = folder.resolve("deny-list.edn");
    return Files.writeString(file, fleet.denyList(3, "node/n7").toString());
  }

  @Test
  void aDenyListIsHandedOverAndWhoHoldsItIsSaid() throws IOException {
    Run run = order("{:version 3 :denied 1 :members [\"a\" \"b\"]}", "deny", list().toString());
    assertEquals("{:version 3, :denied 1, :members [\"a\" \"b\"]}\n", run.out());
    assertEquals(0, run.code(), run.err());
    assertEquals(List.of(":deny " + fleet.denyList(3, "node/n7").get(listKey())), texts());
  }

  private static Value listKey() {
    return Keyword.of("list");
  }

  /** Signatures differ each time; what they are of does not. */
  private List<String> texts() {
    return asked.stream()
        .map(
            question ->
                question.substring(0, question.indexOf(' ') + 1)
                    + ((EdnMap) EdnReader.readOne(question.substring(question.indexOf(' ') + 1)))
                        .get(listKey()))
        .toList();
  }

  @Test
  void thatAMemberDoesNotHoldItIsAFailure() throws IOException {
    Run run =
        order(
            "{:version 3 :denied 1 :members [\"a\"] :without [\"b\" \"c\"]}",
            "deny",
            list().toString());
    assertEquals(1, run.code());
    assertTrue(run.out().contains(":without [\"b\" \"c\"]"), run.out());
  }

  @Test
  void aRefusalIsSaidAsTheMemberSaysIt() throws IOException {
    Run run =
        order(
            "#jelly/error {:message \"refused deny-list 3: expected a version above 3\"}",
            "deny",
            list().toString());
    assertEquals(1, run.code());
    assertTrue(run.err().contains("refused deny-list 3: expected a version above 3"), run.err());
  }

  @Test
  void aListThatIsNotThereIsNamed() {
    Run run = order("nil", "deny", folder.resolve("none.edn").toString());
    assertEquals(1, run.code());
    assertTrue(
        run.err().startsWith("jelly deny: cannot read " + folder.resolve("none.edn")), run.err());
    assertEquals(List.of(), asked);
  }

  @Test
  void keysAreRotatedAndACertificateIsReadAgain() {
    assertEquals(
        "{:version 3, :key \"ring key 1a2b3c4d\", :members [\"a\"]}\n",
        order("{:version 3 :key \"ring key 1a2b3c4d\" :members [\"a\"]}", "rotate-keys").out());
    assertEquals(
        0,
        order("{:reloaded true :certificate-until #inst \"2027-01-01\"}", "reload", "n7").code());
    assertEquals(List.of(":rotate-keys nil", ":reload \"n7\""), asked);
  }

  @Test
  void withoutAnAuthorityNothingIsSigned() {
    Run run = Run.jelly("", "fleet", "deny", "--authority", "x", "--list", "y", "node/n7");
    assertEquals(1, run.code());
    assertEquals(
        "jelly fleet deny: expected the module provisioning beside this program, found none\n",
        run.err());
    Run nobody = Run.jelly("", "fleet", "deny", "--authority", "x", "--list", "y");
    assertEquals(2, nobody.code());
    assertEquals(
        "jelly fleet deny: expected whom to deny, or --remove, found neither\n", nobody.err());
  }
}
