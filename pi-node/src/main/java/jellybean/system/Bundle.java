package jellybean.system;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * A document with all files it uses, as it is deployed: {@code {:main "wordcount.edn" :files
 * {"wordcount.edn" "…" "counter.edn" "…"}}}. The texts travel as they were written, so that every
 * node can say where something stands. Immutable.
 *
 * <p>Bounds: {@value #MAX_BYTES} bytes of UTF-8 together, {@value #MAX_FILES} files, names of
 * {@value #MAX_NAME_LENGTH} characters at most. Names are relative to the folder of the main file,
 * with {@code /} between folders, and never leave it.
 *
 * @param main name of the file that holds the root supervisor
 * @param files the text of each file by its name; holds {@code main}
 */
public record Bundle(String main, SortedMap<String, String> files) {
  public static final int MAX_BYTES = 1 << 20;
  public static final int MAX_FILES = 64;
  public static final int MAX_NAME_LENGTH = 256;

  private static final Keyword MAIN = Keyword.of("main");
  private static final Keyword FILES = Keyword.of("files");

  /**
   * @throws BundleException past a bound, for a bad name, or if the main file is missing
   */
  public Bundle {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    if (!files.containsKey(main)) {
      throw new BundleException(main, "cannot find the file");
    }
    if (files.size() > MAX_FILES) {
      throw tooMany(main, files.size());
    }
    long total = 0;
    for (var file : files.entrySet()) {
      nameFault(file.getKey())
          .ifPresent(
              fault -> {
                throw new BundleException(file.getKey(), fault);
              });
      total += file.getValue().getBytes(StandardCharsets.UTF_8).length;
      requireSize(file.getKey(), total);
    }
  }

  /** A bundle of one file. */
  public static Bundle of(String name, String text) {
    return new Bundle(name, new TreeMap<>(Map.of(name, text)));
  }

  /**
   * Reads a document and every file that it names in {@code :use} or {@code :functions}, and that
   * those name. A file that {@code read} does not find is left out (the checker says where it is
   * missed), except the main one.
   *
   * @param read finds the bytes of a file by its name, relative to the main file's folder; called
   *     once per name, at most {@value #MAX_FILES} times, never with a name that leaves the folder
   * @throws BundleException past a bound, if a text is not UTF-8, or if the main file is missing
   */
  public static Bundle collect(String mainName, Function<String, Optional<byte[]>> read) {
    SortedMap<String, String> files = new TreeMap<>();
    Deque<String> wanted = new ArrayDeque<>();
    wanted.add(mainName);
    long total = 0;
    Set<String> asked = new HashSet<>();
    while (!wanted.isEmpty()) {
      String name = wanted.remove();
      if (nameFault(name).isPresent() || !asked.add(name)) {
        continue;
      }
      if (asked.size() > MAX_FILES) {
        throw tooMany(mainName, asked.size());
      }
      Optional<byte[]> bytes = read.apply(name);
      if (bytes.isPresent()) {
        total += bytes.get().length;
        requireSize(name, total);
        String text = decode(name, bytes.get());
        files.put(name, text);
        wanted.addAll(References.in(name, text));
      }
    }
    return new Bundle(mainName, files);
  }

  /**
   * The bundle that {@link #toValue} made.
   *
   * @throws BundleException if the value has another shape, or past a bound
   */
  public static Bundle fromValue(Value value) {
    if (!(value instanceof EdnMap map)
        || !(map.get(MAIN, EdnMap.EMPTY) instanceof Text main)
        || !(map.get(FILES, main) instanceof EdnMap texts)) {
      throw new BundleException("bundle", "expected {:main \"file\" :files {\"file\" \"text\"}}");
    }
    SortedMap<String, String> files = new TreeMap<>();
    texts.forEach(
        (name, text) -> {
          if (!(name instanceof Text file) || !(text instanceof Text content)) {
            throw new BundleException("bundle", "expected names and texts in :files as strings");
          }
          files.put(file.value(), content.value());
        });
    return new Bundle(main.value(), files);
  }

  public EdnMap toValue() {
    EdnMap texts = EdnMap.EMPTY;
    for (var file : files.entrySet()) {
      texts = texts.with(new Text(file.getKey()), new Text(file.getValue()));
    }
    return EdnMap.of(MAIN, new Text(main), FILES, texts);
  }

  /** What is wrong with the name of a file. */
  static Optional<String> nameFault(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      return Optional.of(
          "expected a file name of 1 to "
              + MAX_NAME_LENGTH
              + " characters, found "
              + name.length());
    }
    if (name.chars().anyMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))) {
      return Optional.of("expected a file name without \\, : and control characters");
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return Optional.of(
            "expected a file name relative to the main file, without . and .., found " + name);
      }
    }
    return Optional.empty();
  }

  private static String decode(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BundleException(name, "expected UTF-8 text, found bytes that are none");
    }
  }

  private static void requireSize(String name, long total) {
    if (total > MAX_BYTES) {
      throw new BundleException(
          name,
          "document too large: expected at most "
              + MAX_BYTES
              + " bytes together with the files it uses, found "
              + total
              + " or more");
    }
  }

  private static BundleException tooMany(String main, int found) {
    return new BundleException(
        main, "too many files: expected at most " + MAX_FILES + ", found " + found + " or more");
  }
}
