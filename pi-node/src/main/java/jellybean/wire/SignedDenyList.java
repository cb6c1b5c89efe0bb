package jellybean.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import jellybean.edn.Bytes;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * A deny-list and the authority's word for it: {@code {:list "{:fleet …}" :signature #jelly/bytes
 * "…"}}. The list is text within, so that what was signed is what is read, byte for byte.
 *
 * <p>The signature is SHA256withECDSA over {@link #SIGNED_BEFORE} and the text: nothing else that
 * an authority signs begins like that.
 *
 * @param list what the text says; believed only after {@link #verify}
 */
public record SignedDenyList(String text, Bytes signature, DenyList list) {
  /** What the signed bytes begin with. */
  public static final String SIGNED_BEFORE = "jellybean deny-list\n";

  public static final String ALGORITHM = "SHA256withECDSA";

  /** Of the whole as text: quotes within text take two characters. */
  public static final int MAX_BYTES = 48 * 1024;

  private static final Keyword LIST = Keyword.of("list");
  private static final Keyword SIGNATURE = Keyword.of("signature");
  private static final int MAX_SIGNATURE_BYTES = 256;

  /**
   * Reads what {@link #toValue} made.
   *
   * @throws DenyListException if it is something else
   */
  public static SignedDenyList of(Value value) {
    try {
      Fields fields = new Fields("signed deny-list", value);
      String text = fields.text(LIST);
      Bytes signature =
          Fields.as(Bytes.class, "#jelly/bytes", fields.at(SIGNATURE), fields.get(SIGNATURE));
      fields.end();
      if (signature.size() > MAX_SIGNATURE_BYTES) {
        throw Fields.malformed(
            fields.at(SIGNATURE),
            "at most " + MAX_SIGNATURE_BYTES + " bytes",
            signature.size() + "");
      }
      return new SignedDenyList(text, signature, DenyList.read(text));
    } catch (FrameException e) {
      throw new DenyListException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads a file's bytes.
   *
   * @throws DenyListException if they are something else
   */
  public static SignedDenyList read(byte[] bytes, String source) {
    try {
      return of(EdnReader.readOne(bytes, source, ReadLimits.DOCUMENT.withBytes(MAX_BYTES)));
    } catch (EdnException e) {
      throw new DenyListException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Whether it is this fleet's, by the word of one of its authorities.
   *
   * @throws DenyListException if not: what was expected and found
   */
  public void verify(String fleet, List<PublicKey> authorities) {
    if (authorities.stream().noneMatch(this::isSignedBy)) {
      throw new DenyListException(
          "refused deny-list "
              + list.version()
              + ": expected a signature of the authority of fleet "
              + fleet
              + ", found another or a changed text");
    }
    if (!list.fleet().equals(fleet)) {
      throw new DenyListException(
          "refused deny-list "
              + list.version()
              + ": expected one of fleet "
              + fleet
              + ", found one of fleet "
              + list.fleet());
    }
  }

  /**
   * Whether it may take the place of another.
   *
   * @param held the version of that; 0: there is none
   * @throws DenyListException if it may not: it is as old, or older
   */
  public void checkNewerThan(long held) {
    if (list.version() <= held) {
      throw new DenyListException(
          "refused deny-list "
              + list.version()
              + ": expected a version above "
              + held
              + ", which is held here");
    }
  }

  private boolean isSignedBy(PublicKey authority) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(authority);
      verifier.update((SIGNED_BEFORE + text).getBytes(StandardCharsets.UTF_8));
      return verifier.verify(signature.toByteArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  public EdnMap toValue() {
    return EdnMap.of(LIST, new Text(text), SIGNATURE, signature);
  }
}
