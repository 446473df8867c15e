#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shards on a real Slurm: an array of jobs, some of them stopped half-way and requeued, and a merge that depends on
# them; the files must be those of the unsharded run, byte for byte. Needs Debian's slurm-wlm and munge, and root:
#
#   apt-get install slurm-wlm munge
#   Tests/Cluster/slurm-test.sh [PROGRAM]
#
# Everything lives in a temporary directory on ports of its own, and is stopped and removed in the end; a Slurm that
# the machine may have is not touched. `make cluster-test` builds the program and runs this.
set -euo pipefail

package=$(cd "$(dirname "$0")/../.." && pwd)
export KEYRATE=${1:-$package/.build/release/keyrate}
KEYRATE=$(realpath "$KEYRATE")
shards=${SHARDS:-5}
folder=$(mktemp -d)
host=$(hostname -s)
started=()

say() { echo "$(date +%T) $*"; }

cleanup() {
  local status=$?
  if [ $status != 0 ]; then
    for log in slurmctld.log slurmd.log munged.log; do
      echo "--- the end of $log"
      tail -n 15 "$folder/$log" 2>/dev/null || true
    done
    cat "$folder"/work/*.log 2>/dev/null || true
  fi
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do
    for _ in $(seq 50); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
  done
  rm -rf "$folder"
}
trap cleanup EXIT

for program in munged slurmctld slurmd sbatch srun squeue sacct scontrol; do
  PATH=$PATH:/usr/sbin command -v $program >/dev/null || { echo "$program is missing: apt-get install slurm-wlm munge" >&2; exit 2; }
done
export PATH=$PATH:/usr/sbin
[ "$(id -u)" = 0 ] || { echo "needs root, for slurmd" >&2; exit 2; }
[ -x "$KEYRATE" ] || { echo "$KEYRATE has not been built: make build" >&2; exit 2; }

# --- munge: a key and a socket of its own
chmod 755 "$folder"
mkdir -m 755 "$folder/munge"
dd if=/dev/urandom of="$folder/munge.key" bs=128 count=1 status=none
chmod 600 "$folder/munge.key"
munged --foreground --key-file "$folder/munge.key" --socket "$folder/munge/socket" --pid-file "$folder/munge/pid" \
  --log-file "$folder/munged.log" --seed-file "$folder/munge/seed" --force \
  >"$folder/munged.out" 2>&1 &
started+=($!)

# --- Slurm: one controller and one node on this machine
free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}
controller_port=$(free_port 26817)
node_port=$(free_port 26917)
mkdir "$folder/state" "$folder/spool" "$folder/work"
cat > "$folder/slurm.conf" <<CONF
ClusterName=keyrate
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller_port
SlurmdPort=$node_port
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2
SlurmdParameters=config_overrides
MpiDefault=none
ReturnToService=2
KillWait=10
MinJobAge=3600
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=test Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$folder/slurm.conf
for _ in $(seq 50); do [ -S "$folder/munge/socket" ] && break; sleep 0.1; done
slurmctld -D -i -f "$SLURM_CONF" >"$folder/slurmctld.out" 2>&1 &
started+=($!)
slurmd -D -f "$SLURM_CONF" >"$folder/slurmd.out" 2>&1 &
started+=($!)
for _ in $(seq 100); do
  sinfo -h -o %T 2>/dev/null | grep -qE '^(idle|mixed)$' && break
  sleep 0.3
done
say "$(slurmctld -V | head -1): $(sinfo -h -N -o '%N is %T with %c CPUs')"

# --- the unsharded run
cd "$folder/work"
printf 'x,y\n20,1e-3\n60,2e-4\n' > points.csv
{
  sed '/^\[\[overlay\]\]/,$d' "${SWEEP:-$package/Parameters/gallery/lim-finite-key.toml}"
  printf '\n[[overlay]]\nfile = "points.csv"\nlabel = "measured"\n'
} > link.toml
settings=(--set "sweep.points=${POINTS:-41}")
mkdir whole results
say "the unsharded run"
time "$KEYRATE" sweep link.toml "${settings[@]}" --output whole/link

# --- the array
scripts=$package/Parameters/cluster
job=$(sbatch --parsable --array=1-"$shards" --cpus-per-task=1 "$scripts/sweep-array.sbatch" link.toml results/link "${settings[@]}")
merge=$(sbatch --parsable --dependency=afterok:"$job" --cpus-per-task=1 "$scripts/sweep-merge.sbatch" results/link)
say "submitted array $job with $shards shards, and merge $merge after it"

# The points that a shard has so far: a line for each, after the head.
found() { [ -e "results/link.$1-of-$shards.shard" ] && echo $(($(wc -l < "results/link.$1-of-$shards.shard") - 1)) || echo 0; }

# Waits until a task has found a few points, and stops it in one of the two ways.
interrupt() {
  local task=$1
  for _ in $(seq 1200); do
    [ "$(found "$task")" -ge 3 ] && break
    sleep 0.05
  done
  if tail -n 1 "results/link.$task-of-$shards.shard" | grep -q complete; then
    echo "shard $task was too fast to be interrupted: give more POINTS" >&2
    exit 1
  fi
  case $2 in
    preempted) scontrol requeue "${job}_$task" ;;
    # scancel goes on trying while the job is on its way back into the queue; once is enough.
    out-of-time) timeout 3 scancel --signal=INT "${job}_$task" || true ;;
  esac
  say "task $task was $2 after $(found "$task") points"
  # Slurm lets requeued jobs wait for two minutes; not here.
  for _ in $(seq 60); do
    [ "$(squeue -h -j "${job}_$task" -o %T)" = PENDING ] && scontrol update JobId="${job}_$task" StartTime=now && break
    sleep 0.5
  done
}
interrupt 1 preempted
interrupt 2 out-of-time

for _ in $(seq 1200); do
  state=$(squeue -h -j "$merge" -t all -o %T 2>/dev/null || true)
  case $state in COMPLETED) break ;; FAILED | CANCELLED | TIMEOUT | NODE_FAIL) break ;; esac
  sleep 0.5
done
for task in $(seq "$shards"); do
  scontrol -o show job "${job}_$task" | grep -oE '(ArrayTaskId|JobState|Restarts)=[^ ]*' | paste -sd ' '
done
say "merge $merge: $state"
[ "$state" = COMPLETED ] || { squeue -t all; exit 1; }
cat ./*.log

for task in 1 2; do
  grep -q 'points are taken from' "keyrate-sweep-$job-$task.log" || { echo "task $task did not continue" >&2; exit 1; }
done
for ending in csv svg json gp; do
  cmp "whole/link.$ending" "results/link.$ending"
done
say "the four files of the merged sweep are those of the unsharded run, byte for byte:"
(cd results && sha256sum link.csv link.svg link.json link.gp)
