# Sourced by ./orrery and ./test: where JDK 25 is. Needs a function fail.

# The newest JDK of at least 25: JAVA_HOME, the usual system folders, SDKMAN, asdf, macOS, then the PATH.
find_jdk() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
      "$HOME"/.asdf/installs/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /nowhere/bin/javac)")")")"; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && [ -r "$candidate/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release")
    if [ "${version:-0}" -ge 25 ]; then printf '%s\n' "$candidate"; return; fi
  done
  fail "JDK 25 or newer is needed to build and run the program, and none was found. Install one (Debian: apt-get install openjdk-25-jdk; others: adoptium.net), or set JAVA_HOME to it."
}
