#!/bin/bash
# Init of the namespaces of a machine of the stand: prepares its mounts, then waits for its end.
# Arguments: folder of the machine, folder of unpacked Debian packages (empty for none), folders of cgroups.
set -euo pipefail
folder=$1 packages=$2
shift 2

for cgroup in "$@"; do echo $$ > "$cgroup/cgroup.procs"; done

# The kubelet wants mounts to be shared. These namespaces are private, so that nothing leaves them.
mount --make-rshared /
mkdir -p "$folder"/{upper,work,run,containerd,kubelet,cni,pods,containers,etc}

if [ -n "$packages" ]; then
  mount -t overlay overlay -o "lowerdir=$packages/usr:/usr" /usr
  mount -t tmpfs tmpfs /run
  mount -t overlay overlay -o "lowerdir=/var,upperdir=$folder/upper,workdir=$folder/work" /var
  mkdir -p /var/lib/{containerd,kubelet,cni} /var/log/{pods,containers} /run/lock
  mount --bind "$folder/containerd" /var/lib/containerd
  mount --bind "$folder/kubelet" /var/lib/kubelet
  mount --bind "$folder/cni" /var/lib/cni
  mount --bind "$folder/pods" /var/log/pods
  mount --bind "$folder/containers" /var/log/containers
  # The kubelet sets these for the whole machine. It finds them as it wants them, in files of the stand's own.
  while read -r name value; do
    echo "$value" > "$folder/etc/${name//\//.}"
    mount --bind "$folder/etc/${name//\//.}" "/proc/sys/$name"
  done << 'END'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
END
  # The kubelet counts each processor several times, once per memory node: what pods ask for is a matter of the
  # scheduler, and a machine of tests may have two.
  processors=$(nproc)
  for ((copy = 0; copy * processors < 8; copy += 1)); do
    for ((cpu = 0; cpu < processors; cpu += 1)); do
      topology="$folder/memory-nodes/node$copy/cpu$cpu/topology"
      mkdir -p "$topology"
      echo "$cpu" > "$topology/core_id"
      echo 0 > "$topology/physical_package_id"
    done
    mkdir -p "$folder/memory-nodes/node$copy/hugepages"
    grep MemTotal /proc/meminfo | sed "s/^/Node $copy /" > "$folder/memory-nodes/node$copy/meminfo"
    echo 10 > "$folder/memory-nodes/node$copy/distance"
  done
  mount --bind "$folder/memory-nodes" /sys/devices/system/node
fi

# A pull of an image that is not there fails at once. A server of names that does not answer would block the end of its pod.
echo 'nameserver 127.0.0.1' > "$folder/etc/resolv.conf"
mount --bind "$folder/etc/resolv.conf" /etc/resolv.conf
ip link set lo up
touch "$folder/ready"

# Bash reaps what is left behind, as an init must.
sleep infinity &
wait
