# shellcheck shell=sh disable=SC2154 # here, work: set by the sourcing command
# The card: partitions made as files and put side by side, without mounting anything. To be sourced after
# common.sh and lists.sh.

# shellcheck source=SCRIPTDIR/../card/slot.sh
. "$here/card/slot.sh"
# shellcheck source=SCRIPTDIR/partitions.sh
. "$here/lib/partitions.sh"

# How large the root may be, packed; what each part costs is in the report.
root_limit_kib=76800

# make_initramfs ROOT KERNEL OUT: busybox, the modules that find the root, what repairs /data, and init.
make_initramfs() {
  tree=$work/initramfs
  rm -rf "$tree"
  mkdir -p "$tree/bin" "$tree/dev" "$tree/proc" "$tree/sys" "$tree/lib/modules"
  cp "$1/usr/bin/busybox" "$tree/bin/" && install -m 755 "$here/initramfs/init" "$tree/init" || return 1
  lines "$here/initramfs/modules.list" >"$tree/lib/modules/list"
  while read -r module; do
    path=$(find "$2/usr/lib/modules" -name "$module.ko.xz")
    [ -n "$path" ] || die "module $module of initramfs/modules.list is not in the kernel"
    xz -dc "$path" >"$tree/lib/modules/$module.ko" || return 1
  done <"$tree/lib/modules/list"
  add_with_libraries "$1" "$tree" usr/sbin/e2fsck || return 1
  find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  (cd "$tree" && find . -mindepth 1 | sort | cpio --quiet --reproducible -R 0:0 -o -H newc) |
    xz -9 --check=crc32 -T1 >"$3"
}

# add_with_libraries ROOT TREE PROGRAM: a program of the root and the libraries that it names.
add_with_libraries() {
  mkdir -p "$2/bin" "$2/usr/lib/arm-linux-gnueabi"
  [ -e "$2/lib/ld-linux.so.3" ] || cp -L "$1/usr/lib/ld-linux.so.3" "$2/lib/" || return 1
  cp -L "$1/$3" "$2/bin/" && libraries_of "$1" "$1/$3" | sort -u | while read -r library; do
    cp -L "$library" "$2/usr/lib/arm-linux-gnueabi/" || exit 1
  done
}

# libraries_of ROOT FILE: the libraries that it needs, and those that they need, as paths in the root.
libraries_of() {
  readelf -d "$2" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | while read -r needed; do
    case $needed in
    ld-linux*) continue ;;
    esac
    library=$1/usr/lib/arm-linux-gnueabi/$needed
    [ -e "$library" ] || die "library $needed, which ${2#"$1"} needs, is not in the root"
    echo "$library"
    libraries_of "$1" "$library"
  done
}

# make_squashfs ROOT OUT
make_squashfs() {
  rm -f "$2"
  mksquashfs "$1" "$2" -comp zstd -Xcompression-level 19 -b 256K -noappend -quiet -no-progress -all-root \
    -no-xattrs >&2 || return 1
  kib=$(($(stat -c %s "$2") / 1024))
  [ "$kib" -le "$root_limit_kib" ] || die "the root is $kib KiB: expected at most $root_limit_kib"
  say "  root: $kib of at most $root_limit_kib KiB"
}

# make_loader UBOOT FOLDER: the boot loader with its settings and its script, whose places on the card are filled in.
make_loader() {
  cp "$1/u-boot.bin" "$here/card/board.env" "$2/" && lines "$here/card/uboot.env.txt" | mkenvimage -s 0x4000 -o "$2/uboot.env" - &&
    sed -e "s/@COPY_1@/$(printf %x "$copy_1_sector")/g" -e "s/@COPY_2@/$(printf %x "$copy_2_sector")/g" \
      -e "s/@ATTEMPTS@/$attempts/g" -e "s/@IMAGE_BLOCKS@/$(printf %x $((kernel_mib * 2048)))/g" \
      -e "s/@BLOCK_A@/$(printf %x $((($(start_of slot-a) + kernel_at_mib) * 2048)))/g" \
      -e "s/@BLOCK_B@/$(printf %x $((($(start_of slot-b) + kernel_at_mib) * 2048)))/g" \
      "$here/card/boot.cmd" >"$work/boot.cmd" || return 1
  ! grep -n '@[A-Z]' "$work/boot.cmd" >&2 || die "card/boot.cmd: expected that all between @ is filled in, found the above"
  mkimage -A arm -T script -C none -n "boot" -d "$work/boot.cmd" "$2/boot.scr" >/dev/null
}

# make_slot SQUASHFS KERNEL DTB INITRAMFS OUT: a root, and at its place behind it what the boot loader starts, as one
# image with checksums.
make_slot() {
  mkimage -A arm -O linux -T multi -C none -a 0x8000 -e 0x8000 -n "kernel, initramfs, device tree" -d "$2:$4:$3" \
    "$work/kernel.image" >/dev/null || return 1
  kib=$(($(stat -c %s "$work/kernel.image") / 1024))
  [ "$kib" -le $((kernel_mib * 1024)) ] || die "the kernel's image is $kib KiB: expected at most $((kernel_mib * 1024))"
  [ "$(stat -c %s "$1")" -le $((kernel_at_mib * 1048576)) ] || die "the root does not fit before the kernel's image"
  cp "$1" "$5" && truncate -s "${kernel_at_mib}M" "$5" && cat "$work/kernel.image" >>"$5" &&
    truncate -s "$((kernel_at_mib + kernel_mib))M" "$5"
}

# make_boot FOLDER OUT MIB: the first partition, with what lies in the folder.
make_boot() {
  rm -f "$2"
  find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  truncate -s "$3M" "$2" && mkfs.vfat --invariant -F 32 -s 1 -S 512 -n JELLYBEAN -i 4a454c4c "$2" >/dev/null || return 1
  export MTOOLS_SKIP_CHECK=1
  (
    cd "$1" && find . -mindepth 1 -type d | sort | while read -r folder; do
      mmd -i "$2" "::${folder#./}" || exit 1
    done && find . -type f | sort | while read -r file; do
      mcopy -m -i "$2" "$file" "::${file#./}" || exit 1
    done
  )
}

# make_data OUT MIB: empty, always the same.
make_data() {
  rm -f "$1"
  truncate -s "$2M" "$1"
  E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH mke2fs -q -t ext4 -b 4096 -L jellybean-data -U 6a656c6c-7962-4561-8e00-000000000001 \
    -E hash_seed=6a656c6c-7962-4561-8e00-000000000002,root_owner=0:0,lazy_itable_init=0,lazy_journal_init=0 \
    -O ^metadata_csum_seed,^orphan_file -m 0 "$1" "$2M" 2>/dev/null ||
    E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH mke2fs -q -t ext4 -b 4096 -L jellybean-data \
      -U 6a656c6c-7962-4561-8e00-000000000001 -E hash_seed=6a656c6c-7962-4561-8e00-000000000002,root_owner=0:0 \
      -m 0 "$1" "$2M"
}

# assemble OUT: the partitions of card/partitions, whose content lies in $work/NAME.part.
assemble() {
  at_mib=1
  rm -f "$1"
  table="label: dos
label-id: 0x4a454c4c
unit: sectors
"
  while read -r name type mib _; do
    [ "$(stat -c %s "$work/$name.part")" -le $((mib * 1048576)) ] ||
      die "partition $name: $(($(stat -c %s "$work/$name.part") / 1024)) KiB, expected at most $((mib * 1024))"
    table="$table
start=$((at_mib * 2048)), size=$((mib * 2048)), type=$type$(if [ "$name" = boot ]; then echo ", bootable"; fi)"
    dd if="$work/$name.part" of="$1" bs=1M seek="$at_mib" conv=notrunc,sparse status=none || return 1
    at_mib=$((at_mib + mib))
  done <<END
$(lines "$here/card/partitions")
END
  [ $((at_mib & (at_mib - 1))) -eq 0 ] || die "card/partitions: the sum is $at_mib MiB, expected a power of two"
  # It remarks on what it finds in the partitions, which is meant to be there.
  truncate -s "${at_mib}M" "$1" || return 1
  if ! echo "$table" | sfdisk -q --wipe never --wipe-partitions never "$1" >"$work/sfdisk.log" 2>&1; then
    cat "$work/sfdisk.log" >&2
    return 1
  fi
  # The length of the last of the four entries: 2^31 sectors, 1 TiB.
  printf '\000\000\000\200' | dd of="$1" bs=1 seek=506 conv=notrunc status=none
}
