package jellybean.lang;

/**
 * One line of a theme's table.
 *
 * @param name as programs write it
 * @param args what it is called with; alternatives are separated by commas
 * @param text what it does
 */
public record Doc(String name, String args, String text) {

  private static final int FIELDS = 3;

  static Doc parse(String line) {
    String[] fields = line.split("\\|", FIELDS);
    return new Doc(fields[0].trim(), fields[1].trim(), fields[2].trim());
  }
}
