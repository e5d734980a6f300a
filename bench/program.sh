# Sourced by the commands beside it: builds what is not built, and the classes of bench/java. CLASSPATH=… is taken in place of the built program.
if [ -z "${CLASSPATH:-}" ]; then "$here/orrery" --help >/dev/null; CLASSPATH="$here/build/lib/*"; fi
jdk=$(cat "$here/build/jdk"); classes=$here/bench/target/java; mkdir -p "$classes"
"$jdk/bin/javac" -nowarn -proc:none -d "$classes" -cp "$CLASSPATH" "$here"/bench/java/dev/orrery/scheduler/*.java

# program CLASS ARGUMENT...: runs it with the server's flags; what it logs is shown where it fails.
program() {
  local class=$1 log; log=$(mktemp); shift
  if ! "$jdk/bin/java" --enable-native-access=ALL-UNNAMED ${PROFILE:-} -XX:+UseSerialGC -Xmx768m -cp "$classes:$CLASSPATH" "dev.orrery.scheduler.$class" "$@" 2>"$log"; then
    tail -20 "$log" >&2; rm -f "$log"; return 1
  fi
  rm -f "$log"
}
