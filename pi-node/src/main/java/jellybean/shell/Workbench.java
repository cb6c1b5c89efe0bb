package jellybean.shell;

import java.nio.file.Path;
import jellybean.edn.EdnMap;
import jellybean.edn.Value;

/** What the shell needs of the machine it runs on: files, and documents that are checked. */
public interface Workbench {
  /**
   * A document with all it uses, checked: {@code {:name "…" :bundle {…} :with {…}}}.
   *
   * @throws ShellException it cannot be read, or has faults; the message names each
   */
  EdnMap deployment(Path file, EdnMap with);

  /**
   * What was saved in a file.
   *
   * @throws ShellException it cannot be read, or is no EDN
   */
  Value read(Path file);

  /**
   * Writes a value as EDN, all of it or nothing.
   *
   * @throws ShellException it cannot be written
   */
  void write(Path file, Value value);

  /** Where there are no files. */
  Workbench NONE =
      new Workbench() {
        @Override
        public EdnMap deployment(Path file, EdnMap with) {
          throw new ShellException("cannot read " + file + ": there are no files here");
        }

        @Override
        public Value read(Path file) {
          throw new ShellException("cannot read " + file + ": there are no files here");
        }

        @Override
        public void write(Path file, Value value) {
          throw new ShellException("cannot write " + file + ": there are no files here");
        }
      };
}
