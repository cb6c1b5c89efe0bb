# shellcheck shell=sh disable=SC2154 # folder, here, image: set by the sourcing command
# Boards in QEMU on one segment, each with a card of its own that is a copy of the image. To be sourced after
# common.sh and lists.sh; runs in the namespaces of `in_namespaces`.

# A board that has not come so far by then is started once more.
hang_seconds=${JELLY_HANG_SECONDS:-420}

# What the kernel has to be told in the emulator: the console it has, two drivers that hang there, and no watchdog.
emulated="console=ttyAMA0,115200 loglevel=5 panic=1 initcall_blacklist=bcm2835_power_driver_init modprobe.blacklist=cdc_subset jelly.emulated"

need_emulator() {
  need_root
  mkdir -p "$cache"
  need_packages qemu-system-arm qemu-utils mtools iproute2 util-linux openssh-client device-tree-compiler
}

# in_namespaces KEEP COMMAND…: runs it with processes, mounts and network of its own: whatever is left ends with it.
# Its folder is KEEP, or one that goes with it.
in_namespaces() {
  kept=$1
  shift
  JELLY_EMULATOR=${kept:-$(mktemp -d)}
  export JELLY_EMULATOR
  mkdir -p "$JELLY_EMULATOR"
  status=0
  unshare --net --mount --pid --fork --kill-child --mount-proc "$@" || status=$?
  [ -n "$kept" ] || rm -rf "$JELLY_EMULATOR"
  return "$status"
}

address() {
  echo "10.77.0.$((10 + $1))"
}

# make_segment N: a bridge that floods what goes to many, and a tap for each board.
make_segment() {
  ip link set lo up
  ip link add segment type bridge mcast_snooping 0
  ip addr add 10.77.0.1/24 dev segment
  ip link set segment up
  for number in $(seq "$1"); do
    ip tuntap add dev "tap$number" mode tap
    ip link set "tap$number" master segment up
  done
}

# In place of the firmware: the boot loader, its device tree (the card is at the other one of the two controllers
# there), and five instructions that start the one with the other.
prepare_loader() {
  for name in u-boot.bin bcm2835-rpi-zero-w.dtb; do
    mcopy -n -o -i "$image@@1M" "::$name" "$folder/$name" || return 1
  done
  tree=$folder/bcm2835-rpi-zero-w.dtb
  fdtput -t s "$tree" /soc/mmc@7e202000 status disabled && fdtput -t s "$tree" /soc/mmc@7e300000 status okay || return 1
  # mov r0, #0; ldr r2, =0x0a000000; ldr pc, =0x8000
  printf '\000\000\240\343\004\040\237\345\004\360\237\345\000\000\240\341\000\000\000\012\000\200\000\000' >"$folder/start.bin"
}

# make_card N: a copy of the image that tells its kernel where it is. The copies are sparse.
make_card() {
  board=$folder/board-$1
  mkdir -p "$board"
  cp --sparse=always "$image" "$board/card.img"
  {
    mtype -i "$image@@1M" ::board.env
    echo "extra=$emulated jelly.address=$(address "$1")/24"
  } >"$board/board.env"
  mcopy -o -i "$board/card.img@@1M" "$board/board.env" ::board.env
}

# give_identity N: what the fleet gives board N, where a first start looks for it.
give_identity() {
  board=$folder/board-$1
  printf '{:host "%s" :profile "emulated" :loops 1}\n' "$(address "$1")" >"$board/node.edn"
  printf 'board-%s\n' "$1" >"$board/name"
  mkdir -p "$board/ssh"
  cp "$folder/key.pub" "$board/ssh/authorized_keys"
  mmd -i "$board/card.img@@1M" ::jellybean &&
    mcopy -s -i "$board/card.img@@1M" "$folder/fleet/nodes/board-$1" ::jellybean/identity &&
    mcopy -s -i "$board/card.img@@1M" "$board/ssh" "$board/node.edn" "$board/name" ::jellybean/
}

# start_board N: counted instructions are the clock: with another one the guest hangs. The kernel speaks to the first
# serial port, the boot loader to the second, as on the board.
start_board() {
  board=$folder/board-$1
  date +%s >"$board/started"
  qemu-system-arm -M raspi0 -icount shift=auto,sleep=on -accel tcg,tb-size=64 \
    -device loader,file="$folder/u-boot.bin,addr=0x8000,force-raw=on" \
    -device loader,file="$folder/bcm2835-rpi-zero-w.dtb,addr=0x0a000000,force-raw=on" \
    -device loader,file="$folder/start.bin,addr=0x0a100000,cpu-num=0,force-raw=on" \
    -drive "if=sd,format=raw,file=$board/card.img" -display none \
    -monitor "unix:$board/monitor,server,nowait" \
    -chardev "file,id=kernel,path=$board/serial.log,append=on" -serial chardev:kernel \
    -chardev "file,id=loader,path=$board/loader.log,append=on" -serial chardev:loader \
    -device "usb-net,netdev=net,mac=52:54:00:00:00:0$1,port=1" \
    -netdev "tap,id=net,ifname=tap$1,script=no,downscript=no" >"$board/qemu.log" 2>&1 &
  echo $! >"$board/pid"
}

# kill_board N: its power goes.
kill_board() {
  kill -KILL "$(cat "$folder/board-$1/pid")" 2>/dev/null || true
  wait "$(cat "$folder/board-$1/pid")" 2>/dev/null || true
}

# has_said N PATTERN [TIMES]: whether its kernel or what runs there said so, so often.
has_said() {
  times=$(grep -c -a -e "$2" "$folder/board-$1/serial.log" 2>/dev/null || true)
  [ "${times:-0}" -ge "${3:-1}" ]
}

# await N PATTERN SECONDS [TIMES]
await() {
  until has_said "$1" "$2" "${4:-1}"; do
    kill -0 "$(cat "$folder/board-$1/pid")" 2>/dev/null || die "the emulator of board $1 has ended: $(cat "$folder/board-$1/qemu.log")"
    [ $(($(date +%s) - $(cat "$folder/board-$1/started"))) -lt "$3" ] || return 1
    sleep 1
  done
}

# on_board N COMMAND…: as root, by ssh.
on_board() {
  on=$1
  shift
  ssh -q -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=20 -o BatchMode=yes \
    -i "$folder/key" "root@$(address "$on")" "$@"
}

# level_of N GPIO: 0 or 1, what a pin of board N is at, asked from outside: the emulator's word for the processor's
# register of levels (BCM2835 ARM Peripherals, 6.1: GPLEV0).
level_of() {
  python3 - "$folder/board-$1/monitor" "$2" <<'END'
import re, socket, sys

monitor = socket.socket(socket.AF_UNIX)
monitor.settimeout(20)
monitor.connect(sys.argv[1])
monitor.sendall(b"xp /1wx 0x20200034\n")
said = b""
while not (found := re.search(rb"20200034: (0x[0-9a-f]+)", said)):
    said += monitor.recv(4096)
print(int(found.group(1), 16) >> int(sys.argv[2]) & 1)
END
}

# wait_for_nodes N [TIMES]: until the node of each of N boards has said so often that it is ready. One that hangs is
# started anew, once.
wait_for_nodes() {
  began=$(date +%s)
  said_at=0
  while :; do
    up=0
    for number in $(seq "$1"); do
      if has_said "$number" ':event :ready' "${2:-1}"; then
        up=$((up + 1))
      elif [ $(($(date +%s) - $(cat "$folder/board-$number/started"))) -gt "$hang_seconds" ]; then
        [ ! -e "$folder/board-$number/again" ] || return 1
        : >"$folder/board-$number/again"
        say "  board $number hangs: it is started once more; $(find "$folder" -name again | wc -l) restarts so far"
        kill_board "$number"
        start_board "$number"
      fi
    done
    now=$(date +%s)
    if [ "$up" -eq "$1" ] || [ $((now - said_at)) -ge 15 ]; then
      say "  $up of $1 nodes ready after $((now - began)) s"
      said_at=$now
    fi
    [ "$up" -lt "$1" ] || return 0
    sleep 1
  done
}
