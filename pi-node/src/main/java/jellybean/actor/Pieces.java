package jellybean.actor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;

/**
 * What an actor that moves has, in parts that a link carries beside others: {@code {:image …}} if
 * it is small, otherwise its text as {@code {:piece "…" :left n}}, with how many follow.
 */
final class Pieces {
  static final Keyword PIECE = Keyword.of("piece");
  static final Keyword LEFT = Keyword.of("left");

  /** Of text in one part. */
  static final int PIECE_CHARS = 16 * 1_024;

  /** What one actor may bring; more than may leave, as that may have grown a little meanwhile. */
  static final int MAX_CHARS = 4 * Departures.MAX_IMAGE_BYTES;

  /** An image that goes as a value stands in an envelope, which is a few levels deep itself. */
  private static final int VALUE_DEPTH = ReadLimits.DEFAULT_DEPTH / 2;

  private static final ReadLimits LIMITS =
      new ReadLimits(2 * ReadLimits.DEFAULT_DEPTH, MAX_CHARS, Integer.MAX_VALUE);

  private final StringBuilder text = new StringBuilder();

  /** How much it is; of what is far too much, that it is. */
  static int bytes(EdnMap image) {
    try {
      return EdnPrinter.toBytes(image, LIMITS).length;
    } catch (EdnException e) {
      return MAX_CHARS;
    }
  }

  /**
   * @throws StepException it is far too much
   */
  static List<EdnMap> of(EdnMap image) {
    String all = printed(image);
    if (all.length() <= PIECE_CHARS && image.depth() <= VALUE_DEPTH) {
      return List.of(EdnMap.of(Moves.IMAGE, image));
    }
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < all.length(); ) {
      int to = Math.min(from + PIECE_CHARS, all.length());
      to -= Character.isHighSurrogate(all.charAt(to - 1)) ? 1 : 0;
      pieces.add(all.substring(from, to));
      from = to;
    }
    List<EdnMap> parts = new ArrayList<>();
    for (String piece : pieces) {
      int left = pieces.size() - parts.size() - 1;
      parts.add(EdnMap.of(PIECE, new Text(piece), LEFT, Int.of(left)));
    }
    return parts;
  }

  private static String printed(EdnMap image) {
    try {
      return new String(EdnPrinter.toBytes(image, LIMITS), StandardCharsets.UTF_8);
    } catch (EdnException e) {
      throw new StepException("cannot move its state: " + e.getMessage());
    }
  }

  /**
   * Takes the next piece.
   *
   * @return the whole with the last of them
   * @throws StepException it is none, or too much
   */
  Optional<EdnMap> add(EdnMap part) {
    String piece = Image.text(Image.at(part, PIECE));
    if (text.length() + piece.length() > MAX_CHARS) {
      throw new StepException("too much of a moved actor: expected at most " + MAX_CHARS);
    }
    text.append(piece);
    if (Image.number(Image.at(part, LEFT)) > 0) {
      return Optional.empty();
    }
    byte[] all = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    try {
      return Optional.of(
          Image.map(EdnReader.readOne(all, "a moved actor", LIMITS), "a moved actor"));
    } catch (EdnException e) {
      throw new StepException(String.valueOf(e.getMessage()));
    }
  }
}
