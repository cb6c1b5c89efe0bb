# shellcheck shell=sh
# What every command of this folder shares; to be sourced. The sourcing command sets `me` (its name in
# messages) before.
#
#   JELLY_CACHE  where expensive pieces are kept, by the hash of what they are made of
#                (default ~/.cache/jellybean)

# Bytes, dates and orders must not depend on whoever builds.
export LC_ALL=C TZ=UTC
umask 022

cache=${JELLY_CACHE:-$HOME/.cache/jellybean}

say() {
  echo "${me:?}: $*" >&2
}

# What failed, where, what was expected, what was found.
die() {
  say "$*"
  exit 1
}

# stage NAME COMMAND…: runs it, says that it began and how long it took. Called through `|| exit`, a
# command's failure ends the build: the shell ignores `set -e` inside such a command, so functions that
# are run as stages end with the status of what may fail, or join it by &&.
stage() {
  stage_name=$1
  shift
  stage_began=$(date +%s)
  say "$stage_name …"
  stage_status=0
  "$@" || stage_status=$?
  stage_seconds=$(($(date +%s) - stage_began))
  if [ "$stage_status" -ne 0 ]; then
    say "$stage_name: failed with $stage_status after $stage_seconds s"
    return "$stage_status"
  fi
  say "$stage_name: $stage_seconds s"
}

need_root() {
  [ "$(id -u)" -eq 0 ] || die "must run as root (it makes Debian roots and mounts): found user $(id -un)"
}

# need_packages PACKAGE…: Debian packages that must be installed here; installs what is missing.
need_packages() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
      missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null 2>&1 ||
    die "missing packages:$missing; expected a Debian with apt-get to install them, found none"
  need_root
  # shellcheck disable=SC2086 # a list of names
  stage "installing$missing" install_packages $missing || exit 1
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update -q && apt-get install -q -y --no-install-recommends "$@"; } >"$cache/install.log" 2>&1; then
    tail -n 20 "$cache/install.log" >&2
    return 1
  fi
}

# The mirror that this machine's own apt uses for Debian; no mirror is named in this project.
debian_mirror() {
  # shellcheck disable=SC2016 # apt fills these in
  mirror=$(apt-get indextargets --format '$(ORIGIN) $(SITE)' 2>/dev/null |
    awk '$1 == "Debian" && $2 !~ /-security\/?$/ { sub("/$", "", $2); print $2; exit }')
  [ -n "$mirror" ] ||
    die "no Debian mirror in this machine's apt sources: expected an entry of origin Debian; run apt-get update"
  echo "$mirror"
}

# fetch NAME SHA256 POOL: a file of the Debian archive into the cache, by its digest; prints its path.
# POOL is its folder below pool/; the security archive is asked, too, where the first does not have it.
fetch() {
  fetched=$cache/files/$2-$1
  if [ ! -s "$fetched" ]; then
    mkdir -p "$cache/files"
    mirror=$(debian_mirror) || exit 1
    for base in "$mirror/pool" "$mirror-security/pool/updates"; do
      if /usr/lib/apt/apt-helper -o Acquire::Retries=3 download-file "$base/$3/$1" "$fetched.part" "SHA256:$2" \
        >"$cache/fetch.log" 2>&1; then
        mv "$fetched.part" "$fetched"
        say "fetched $1 ($(($(stat -c %s "$fetched") / 1024)) KiB)"
        break
      fi
      rm -f "$fetched.part"
    done
  fi
  [ -s "$fetched" ] || die "fetching $1 failed: expected it in $mirror/pool/$3 or in the security archive beside" \
    "it, with SHA-256 $2; found: $(grep -m 1 '^E:\|404\|Err' "$cache/fetch.log" || tail -n 1 "$cache/fetch.log")." \
    "Debian keeps a file only while a release refers to it: pin what it has today"
  echo "$fetched"
}

# key_of FILE|=WORD…: one name for these contents: files by their content and name, words as they are.
key_of() {
  for part in "$@"; do
    case $part in
    =*) printf 'word %s\n' "${part#=}" ;;
    *) [ -e "$part" ] || die "no such file to take a key of: $part"
      find "$part" -type f | sort | while read -r file; do
        printf '%s %s\n' "$(sha256sum <"$file" | cut -c1-64)" "${file##*/}"
      done ;;
    esac
  done | sha256sum | cut -c1-16
}

# in_root ROOT COMMAND…: runs it in that root with its own /proc, /dev and what `binds` lists
# (SOURCE:TARGET, one a line), all of which is gone with it.
in_root() {
  root=$1
  shift
  # shellcheck disable=SC2016 # for the inner shell
  binds=${binds:-} unshare --mount --pid --fork --kill-child -- sh -c '
    set -eu
    root=$1
    shift
    mount --make-rprivate /
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    printf "%s\n" "$binds" | while IFS=: read -r from to; do
      [ -n "$from" ] || continue
      mkdir -p "$root$to"
      mount --bind "$from" "$root$to"
    done
    exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TZ=UTC "$@"
  ' sh "$root" "$@"
}

# need_arm_programs: this machine's kernel must run programs of the board, in roots of the board, too.
need_arm_programs() {
  formats=/proc/sys/fs/binfmt_misc
  [ ! -e "$formats/qemu-arm" ] || return 0
  need_packages qemu-user-static
  [ -e "$formats/register" ] || mount -t binfmt_misc binfmt_misc "$formats" ||
    die "programs of the board cannot be run: expected that binfmt_misc can be mounted on $formats"
  # 32-bit little-endian ELF of ARM, executable or shared; F: the emulator is found in any root.
  [ -e "$formats/qemu-arm" ] ||
    printf '%s' ':qemu-arm:M::\x7fELF\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x28\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/usr/bin/qemu-arm-static:F' \
      >"$formats/register" || die "programs of the board cannot be run: expected that $formats/register can be written"
}
