# shellcheck shell=sh disable=SC2154 # here, project: set by the sourcing command
# The root of the board: a folder made of pinned packages, the kernel's modules, the JVM, the node, and the
# overlay; then one squashfs. Nothing of it is run but Python (to compile its library) and busybox (to ask its
# names), both in the emulator of programs. To be sourced after common.sh and lists.sh.

# unpack_packages DIR
unpack_packages() {
  for link in bin sbin lib; do
    mkdir -p "$1/usr/$link" && ln -s "usr/$link" "$1/$link" || return 1
  done
  lines "$here/packages/lock" | awk '{ print $1 }' | while read -r name; do
    ! lines "$here/packages/kernel.list" | grep -q -x "$name" || continue
    package=$(pinned "$here/packages/lock" "$name") && dpkg-deb -x "$package" "$1" || exit 1
    manifest_of "$package" >>"$1/../manifest" || exit 1
  done
}

# manifest_of PACKAGE: NAME VERSION LICENCES, the licences as its own copyright file names them.
manifest_of() {
  name=$(dpkg-deb -f "$1" Package)
  licences=$(dpkg-deb --fsys-tarfile "$1" | tar -xO --wildcards "./usr/share/doc/$name/copyright" 2>/dev/null |
    sed -n 's/^License:[[:space:]]*//p' | sort -u | tr '\n' ';' | sed 's/;$//; s/;/; /g')
  printf '%s\t%s\t%s\n' "$name" "$(dpkg-deb -f "$1" Version)" "${licences:-see its copyright file}"
}

# take_out DIR: what without.list names.
take_out() {
  lines "$here/root/without.list" | while read -r path; do
    rm -rf "${1:?}/$path" || exit 1
  done
}

# add_modules DIR KERNEL: the modules of root/modules.list with what they need. They are unpacked: the squashfs
# packs them better, and busybox loads them faster.
add_modules() {
  release=$(ls "$2/usr/lib/modules")
  modules=$1/usr/lib/modules/$release
  mkdir -p "$modules"
  cp "$2/usr/lib/modules/$release/modules.builtin" "$2/usr/lib/modules/$release/modules.builtin.modinfo" \
    "$2/usr/lib/modules/$release/modules.order" "$modules/" || return 1
  depmod -b "$2" "$release" || return 1
  lines "$here/root/modules.list" | while read -r module; do
    paths=$(modprobe -d "$2" -S "$release" --show-depends "$module" 2>/dev/null) ||
      die "module $module of root/modules.list is not in the kernel $release"
    echo "$paths" | awk '$1 == "insmod" { print $2 }'
  done | sort -u | while read -r path; do
    below=${path#*"/$release/"}
    mkdir -p "$modules/${below%/*}"
    case $path in
    *.xz) xz -dc "$path" >"$modules/${below%.xz}" ;;
    *) cp "$path" "$modules/$below" ;;
    esac || exit 1
  done && depmod -b "$1" "$release"
}

# add_firmware DIR FIRMWARE SETTINGS: what the Wi-Fi chip of a Zero W is loaded with.
add_firmware() {
  mkdir -p "$1/usr/lib/firmware/brcm"
  for name in brcmfmac43430-sdio.bin brcmfmac43430-sdio.clm_blob; do
    file=$(find "$2/usr/lib/firmware" -name "$name" | head -n 1)
    [ -z "$file" ] || cp -L "$file" "$1/usr/lib/firmware/brcm/" || return 1
  done
  file=$(find "$2/usr/lib/firmware" "$3/usr/lib/firmware" -name 'brcmfmac43430-sdio.raspberrypi,model-zero-w.txt' \
    -o -name brcmfmac43430-sdio.txt | head -n 1)
  [ -n "$file" ] || die "no settings for the Wi-Fi chip: expected brcmfmac43430-sdio.txt in the packages of firmware"
  cp -L "$file" "$1/usr/lib/firmware/brcm/brcmfmac43430-sdio.txt"
}

# add_node DIR: the node's jars, all of one time, which the cache of the JVM compares.
add_node() {
  mkdir -p "$1/usr/lib/jellybean/lib"
  cp "$project/pi-node/target/pi-node.jar" "$1/usr/lib/jellybean/" || return 1
  lines "$here/root/jars.list" | while read -r beginning; do
    cp "$project/pi-node/target/lib/$beginning"*.jar "$1/usr/lib/jellybean/lib/" ||
      die "no jar $beginning*.jar in pi-node/target/lib: expected one for root/jars.list"
  done
  {
    lines "$here/root/java.args"
    # Named one by one: the order of a folder is not the same in every file system, and the cache compares it.
    echo "-cp"
    printf '/usr/lib/jellybean/pi-node.jar'
    (cd "$1" && find usr/lib/jellybean/lib -name '*.jar' | sort | sed 's|^|:/|' | tr -d '\n')
    echo
  } >"$1/usr/lib/jellybean/java.args"
}

# add_programs DIR: the small programs of busybox, where no package brings a larger one of that name.
add_programs() {
  qemu-arm-static "$1/usr/bin/busybox" --list-full >"$1/../applets" || return 1
  while read -r applet; do
    name=${applet##*/}
    [ -e "$1/usr/bin/$name" ] || [ -e "$1/usr/sbin/$name" ] || {
      case $applet in
      sbin/* | usr/sbin/*) ln -s ../bin/busybox "$1/usr/sbin/$name" ;;
      *) ln -s busybox "$1/usr/bin/$name" ;;
      esac
    } || return 1
  done <"$1/../applets"
}

# compile_python DIR: modules as bytecode only; importing from source takes half a minute on the board.
compile_python() {
  qemu-arm-static -L "$1" "$1/usr/bin/python3.13" -S -m compileall -q -b -f --invalidation-mode unchecked-hash \
    -s "$1" "$1/usr/lib/python3.13" >&2 && find "$1/usr/lib/python3.13" -name '*.py' -delete &&
    find "$1/usr/lib" -name __pycache__ -prune -exec rm -rf {} +
}

# finish DIR: folders to mount on, owners, modes and times that do not depend on who builds.
finish() {
  mkdir -p "$1/dev" "$1/proc" "$1/sys" "$1/run" "$1/tmp" "$1/data" "$1/root/.ssh" "$1/var/log" "$1/var/run" "$1/media"
  chmod 1777 "$1/tmp" && chmod 700 "$1/root" "$1/root/.ssh" && chmod 600 "$1/etc/shadow" &&
    ln -s /run/resolv.conf "$1/etc/resolv.conf" && : >"$1/etc/fstab" && : >"$1/etc/machine-id" &&
    chown -R -h 0:0 "$1" && find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}
