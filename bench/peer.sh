# Sourced by the commands beside it: a peer's own environment, and two commands timed in turn.

# peer NAME REQUIREMENT...: makes bench/target/NAME once; sets peer_home.
peer() {
  peer_home=$here/bench/target/$1; shift
  if [ ! -e "$peer_home/made" ]; then
    printf 'installing %s ...\n' "$*" >&2
    if command -v uv >/dev/null; then
      uv venv -q --clear "$peer_home" && uv pip install -q --python "$peer_home/bin/python" --compile-bytecode "$@"
    else
      python3 -m venv "$peer_home" && "$peer_home/bin/pip" install -q "$@"
    fi
    touch "$peer_home/made"
  fi
}

now() { date +%s%N; }
median() { sort -n | awk '{a[NR]=$1} END {print (NR%2 ? a[(NR+1)/2] : (a[NR/2]+a[NR/2+1])/2)}'; }

# pair N WHAT OURS THEIRS: both run once unmeasured, then N times each, in turn; the goal is in bench/README.md.
pair() {
  local n=$1 what=$2 ours=$3 theirs=$4 a=() b=() t i
  "$ours" >/dev/null 2>&1 || { echo "ours failed:" >&2; "$ours" >&2; exit 1; }
  "$theirs" >/dev/null 2>&1 || { echo "theirs failed:" >&2; "$theirs" >&2; exit 1; }
  for ((i = 0; i < n; i++)); do
    t=$(now); "$ours" >/dev/null 2>&1; a+=($(( ($(now) - t) / 1000000 )))
    t=$(now); "$theirs" >/dev/null 2>&1; b+=($(( ($(now) - t) / 1000000 )))
  done
  local x y; x=$(printf '%s\n' "${a[@]}" | median); y=$(printf '%s\n' "${b[@]}" | median)
  printf '%-28s ours %s ms   theirs %s ms   ratio %s   (%d runs; ours %s; theirs %s)\n' "$what" "$x" "$y" \
    "$(awk -v x="$x" -v y="$y" 'BEGIN {printf "%.2f", x / y}')" "$n" "${a[*]}" "${b[*]}"
}

# rounds N WHAT OURS THEIRS: as pair, of commands that print what watch.py prints; without a run beforehand.
rounds() {
  local n=$1 what=$2 ours=$3 theirs=$4 i a='' b=''
  for ((i = 0; i < n; i++)); do a+="$("$ours")"$'\n'; b+="$("$theirs")"$'\n'; done
  local column value=()
  for column in 1 2 3; do
    value+=("$(awk -v c=$column 'NF {print $c}' <<<"$a" | median)" "$(awk -v c=$column 'NF {print $c}' <<<"$b" | median)")
  done
  awk -v what="$what" -v n="$n" -v t="${value[0]}" -v T="${value[1]}" -v m="${value[2]}" -v M="${value[3]}" -v p="${value[4]}" -v P="${value[5]}" 'BEGIN {
    printf "%-28s ours %d ms   theirs %d ms   ratio %.2f   (%d rounds)\n", what, t, T, t / T, n
    printf "%-28s ours %d MB   theirs %d MB   ratio %.2f   the command alone: ours %d MB, theirs %d MB\n", "  memory at its peak", m, M, m / M, p, P}'
  printf '  each round, ms MB MB failed: ours %s| theirs %s\n' "$(tr '\n' ' ' <<<"$a")" "$(tr '\n' ' ' <<<"$b")"
  uptime
}
