#!/bin/bash
# machine.sh FOLDER: a machine of its own within this network namespace: this machine's root below, what is written
# above it, in memory, its own processes. Stays in the foreground; its end is the machine's end. Enter it with
# nsenter -t PID -m -p -n -u -r -w COMMAND, where PID is the process below unshare.
set -e
if [ "$2" != inside ]; then
    exec unshare -m -p -u --fork --kill-child bash "$0" "$1" inside
fi
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
mkdir "$1/over" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/over,workdir=$1/work" "$1/root"
cd "$1/root"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs run
mkdir -m 1777 run/lock
# What other tests and people have left in the tables of this machine is not this machine's.
rm -rf etc/netns
cp /etc/resolv.conf etc/resolv.conf 2>/dev/null || true
# As the first process it buries what the daemons leave.
exec chroot . /bin/bash -c 'while :; do sleep 3600 & wait $!; done'
