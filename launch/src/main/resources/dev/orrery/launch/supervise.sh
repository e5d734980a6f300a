#!/bin/sh
# Runs one workload and outlives the server. Its folder is the workload's record; its arguments are the sandbox's command line.
# Standard output is the workload's log, opened outside of the sandbox.

# The owner of a record is whoever links "supervisor" first: this script, or a launcher that found the record orphaned.
# The process id alone could be another process's later, so it stands with the start time and the boot.
# Without /proc, the time of the file itself tells.
mark() {
    if [ -r "/proc/$$/stat" ]; then
        read -r boot </proc/sys/kernel/random/boot_id
        read -r stat <"/proc/$$/stat"
        # The name, in parentheses, may hold blanks; the start time is the 20th field after it.
        set -- ${stat##*) }
        echo "$$ ${20} $boot"
    else
        echo "$$ - -"
    fi
}
mark >"supervisor.$$" || exit 125
ln "supervisor.$$" supervisor 2>/dev/null || exit 125
rm -f "supervisor.$$"

(
    # Only the workload joins its control groups: the kernel must not choose this script when memory runs out.
    while IFS= read -r group; do
        echo 0 >"$group/cgroup.procs" || exit 125
    done <groups
    exec "$@" 3<arguments
)
code=$?

# Without a sandbox, what the workload left behind is in its process group.
if [ -f first ] && read -r first <first; then kill -9 "-$first" 2>/dev/null; fi

# The first version of control groups and the second name the same differently.
oom=0 peak=- limit=-
while IFS= read -r group; do
    for file in "$group/memory.max_usage_in_bytes" "$group/memory.peak"; do
        [ -r "$file" ] && read -r peak <"$file"
    done
    for file in "$group/memory.limit_in_bytes" "$group/memory.max"; do
        [ -r "$file" ] && read -r limit <"$file"
    done
    for counter in "$group/memory.oom_control" "$group/memory.events"; do
        [ -r "$counter" ] || continue
        while read -r name value; do
            if [ "$name" = oom_kill ] && [ "$value" != 0 ]; then oom=1; fi
        done <"$counter"
    done
done <groups
echo "$code $oom $peak $limit" >exit.new
mv exit.new exit
