# shellcheck shell=sh
# Signed updates; to be sourced after common.sh.

# make_signed SLOT VERSION KEY NAME: the index, the signature and the chunks of a slot's content, under that name. The
# signature covers the index, which has the digest of each chunk, and a comment with what the board checks at the end.
make_signed() {
  rm -rf "$4.castr" "$4.caibx" "$4.caibx.minisig"
  casync make --store="$4.castr" "$4.caibx" "$1" >/dev/null && minisign -S -s "$3" -m "$4.caibx" -x "$4.caibx.minisig" \
    -c "an update of Jellybean" \
    -t "jellybean-update 1 version=$2 bytes=$(stat -c %s "$1") sha256=$(sha256sum "$1" | cut -c1-64)" >/dev/null
}
