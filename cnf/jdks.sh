# Sourced by ./tfo, ./verify and setup.sh.

# feature HOME: the feature number of the JDK in this folder; nothing if there is none with bin/java and bin/javac.
feature() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release" 2>/dev/null || :
}

# jdk_on_path: the folder of the JDK whose javac is on the PATH.
jdk_on_path() {
  javac=$(command -v javac) || return 0
  javac=$(readlink -f "$javac")
  printf '%s\n' "${javac%/bin/javac}"
}

# jdks: every JDK from 17 up in the usual places, lowest first, one a line: feature number, tab, real path. Two names of one
# folder count once.
jdks() {
  for home in "${JAVA_HOME:-none}" "$(jdk_on_path)" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    number=$(feature "$home")
    [ "${number:-0}" -lt 17 ] || printf '%s\t%s\n' "$number" "$(readlink -f "$home")"
  done | sort -n | uniq
}

# jdk: the one to use: JAVA_HOME, the one on the PATH, else the lowest there is; nothing if none is 17 or higher.
jdk() {
  for home in "${JAVA_HOME:-none}" "$(jdk_on_path)"; do
    number=$(feature "$home")
    [ "${number:-0}" -lt 17 ] || { printf '%s\n' "$home"; return; }
  done
  jdks | head -n 1 | cut -f 2
}
