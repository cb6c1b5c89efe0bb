# What the boot loader does: U-Boot's commands; its numbers are hexadecimal. `build` fills in what stands between @.
#
# Each slot has attempts left. An attempt is taken before the slot is started, and given back by the board itself when
# its node is well (/usr/lib/jellybean/slot confirm). The first slot of the order that has attempts left and whose
# image is whole is started; when none has, all begin again: a board never stops trying.
#
# The counters are kept twice, in sectors of the card that belong to no partition, and written in turn: whenever the
# power goes, one copy is whole. Of two whole ones the newer counts.
setenv buffer 02500000
setenv image 04000000
setenv args
setenv extra
if load mmc 0:1 ${buffer} board.env; then env import -t ${buffer} ${filesize} args extra; fi

setenv newest 0
setenv from
for at in @COPY_1@ @COPY_2@; do
  if mmc read ${buffer} ${at} 1; then
    setenv seq 0
    if env import -c ${buffer} 200 seq; then
      if itest ${seq} -gt ${newest}; then
        setenv newest ${seq}
        setenv from ${at}
      fi
    fi
  fi
done
setenv seq ${newest}
setenv order a b
setenv left_a @ATTEMPTS@
setenv left_b @ATTEMPTS@
if test -n "${from}"; then
  mmc read ${buffer} ${from} 1
  env import -c ${buffer} 200 seq order left_a left_b
fi

setenv store 'setexpr seq ${seq} + 1; if test "${from}" = "@COPY_1@"; then setenv from @COPY_2@; else setenv from @COPY_1@; fi; env export -c -s 200 ${buffer} seq order left_a left_b; mmc write ${buffer} ${from} 1'

for slot in ${order}; do
  if test "${slot}" = "a"; then
    setenv left ${left_a}
    setenv block @BLOCK_A@
  else
    setenv left ${left_b}
    setenv block @BLOCK_B@
  fi
  if itest ${left} -gt 0; then
    setexpr left_${slot} ${left} - 1
    run store
    echo "boot: slot ${slot}, order ${order}, left a ${left_a} b ${left_b}, change ${seq}"
    mmc read ${image} ${block} @IMAGE_BLOCKS@
    setenv bootargs "${args} ${extra} slot=${slot}"
    bootm ${image}
    echo "boot: slot ${slot} cannot be started"
  fi
done
echo "boot: no slot has attempts left; all begin again"
setenv left_a @ATTEMPTS@
setenv left_b @ATTEMPTS@
run store
reset
