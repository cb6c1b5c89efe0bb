package jellybean.provisioning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import jellybean.cli.DenyListSigner;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * The fleet's deny-list as a file: {@code {:list "{:fleet … :version 3 :denied [\"node/n7\"]}"
 * :signature #jelly/bytes "…"}}, signed by the authority; members take it from an operator, and of
 * two the one of the larger version. So the file must be kept: it knows the last version.
 */
public final class DenyListFile implements DenyListSigner {
  /** As many as a member takes. */
  public static final int MAX_ENTRIES = 512;

  private static final Keyword LIST = Keyword.of("list");
  private static final Keyword FLEET = Keyword.of("fleet");
  private static final Keyword VERSION = Keyword.of("version");
  private static final Keyword DENIED = Keyword.of("denied");
  private static final Pattern ENTRY =
      Pattern.compile(
          "(node|operator)/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?|certificate/[0-9a-f]{1,40}");

  private record Denied(long version, List<String> entries) {}

  @Override
  public long sign(Path authority, Path file, List<String> add, List<String> remove) {
    FleetAuthority signer = FleetAuthority.load(authority, Clock.systemUTC());
    Denied before = Files.exists(file) ? read(file, signer.fleetId()) : new Denied(0, List.of());
    TreeSet<String> entries = new TreeSet<>(before.entries());
    for (String entry : remove) {
      if (!entries.remove(entry)) {
        throw new ProvisioningException(
            "cannot take " + entry + " from " + file + ": it is not on the list");
      }
    }
    add.forEach(DenyListFile::check);
    entries.addAll(add);
    if (entries.size() > MAX_ENTRIES) {
      throw new ProvisioningException(
          "cannot write "
              + file
              + ": expected at most "
              + MAX_ENTRIES
              + " entries, found "
              + entries.size());
    }
    long version = before.version() + 1;
    write(file, EdnPrinter.toString(signed(signer, version, entries)) + "\n");
    return version;
  }

  private static void check(String entry) {
    if (!ENTRY.matcher(entry).matches()) {
      throw new ProvisioningException(
          "cannot deny \""
              + entry
              + "\": expected node/<id>, operator/<name> or certificate/<serial number in"
              + " hexadecimal>");
    }
  }

  private static Value signed(FleetAuthority signer, long version, TreeSet<String> entries) {
    List<Value> denied = new ArrayList<>();
    entries.forEach(entry -> denied.add(new Text(entry)));
    String text =
        EdnPrinter.toString(
            EdnMap.of(
                FLEET,
                new Text(signer.fleetId()),
                VERSION,
                Int.of(version),
                DENIED,
                EdnVector.of(denied)));
    return EdnMap.of(LIST, new Text(text), Keyword.of("signature"), signer.signDenyList(text));
  }

  private static Denied read(Path file, String fleet) {
    try {
      Value outer =
          EdnReader.readOne(Files.readAllBytes(file), file.toString(), ReadLimits.DOCUMENT);
      if (outer instanceof EdnMap map
          && map.get(LIST, Nil.NIL) instanceof Text text
          && EdnReader.readOne(text.value()) instanceof EdnMap list
          && list.get(VERSION, Nil.NIL) instanceof Int version
          && list.get(DENIED, Nil.NIL) instanceof EdnVector denied) {
        if (!list.get(FLEET, Nil.NIL).equals(new Text(fleet))) {
          throw new ProvisioningException(
              "cannot use "
                  + file
                  + ": expected the deny-list of fleet "
                  + fleet
                  + ", found that of "
                  + list.get(FLEET, Nil.NIL));
        }
        List<String> entries = new ArrayList<>();
        denied.forEach(entry -> entries.add(((Text) entry).value()));
        return new Denied(version.value(), entries);
      }
      throw new ProvisioningException(
          "cannot use " + file + ": expected a signed deny-list, found something else");
    } catch (IOException | EdnException | ClassCastException e) {
      throw new ProvisioningException("cannot read " + file, e);
    }
  }

  /** The version before stays until the next one is whole. */
  private static void write(Path file, String text) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ProvisioningException("cannot write " + file, e);
    }
  }
}
