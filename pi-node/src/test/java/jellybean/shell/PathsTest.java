package jellybean.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jellybean.message.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {
  @ParameterizedTest(name = "{1} from {0} is {2}")
  @CsvSource({
    "/,            .,               /",
    "/,            ..,              /",
    "/,            a,               /a",
    "/,            /a/b,            /a/b",
    "/a,           '',              /a",
    "/a,           b,               /a/b",
    "/a,           b/,              /a/b",
    "/a,           ./b/./c,         /a/b/c",
    "/a/b,         ..,              /a",
    "/a/b,         ../..,           /",
    "/a/b,         ../../../..,     /",
    "/a/b,         ../c,            /a/c",
    "/a/b,         /,               /",
    "/a/b,         /c/../d,         /d",
    "/a/b,         //c//d//,        /c/d",
    "/a/b,         ...,             /a/b/...",
    "/wordcount,   counter/3,       /wordcount/counter/3",
    "/sys/lemon,   ../plum/shell,   /sys/plum/shell",
  })
  void aPathLeadsFromWhereYouAreToAnAddress(String here, String path, String expected) {
    assertEquals(new Address(expected), Paths.resolve(new Address(here), path));
  }

  @Test
  void aPathThatIsNoAddressSaysWhy() {
    ShellException fault =
        assertThrows(ShellException.class, () -> Paths.resolve(Address.ROOT, "a".repeat(600)));
    assertEquals(
        "bad address \"/" + "a".repeat(600) + "\": expected at most 512 characters, found 601",
        fault.getMessage());
  }
}
