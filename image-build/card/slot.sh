# shellcheck shell=sh disable=SC2034 # read by what sources it
# Where things are on the card that no partition tells; sourced by the build, and written into the root for the
# board's own commands.

# In a slot, from its beginning: the image of kernel, device tree and initramfs, in MiB.
kernel_at_mib=76
kernel_mib=12

# The sectors of 512 bytes with the copies of the boot loader's counters, and how often a slot is tried.
copy_1_sector=512
copy_2_sector=1024
attempts=3
