#!/bin/sh
# Sees to what the project needs from a Debian system: setup.sh run | test
#   run   what ./tfo needs: a JDK, Maven, libgnutls, the tools of the private network
#   test  that, and the programs the tests talk to
# As root it installs what is missing and says so; otherwise it prints the line to run and fails.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/jdks.sh"
PATH=$PATH:/usr/sbin:/sbin

say() { printf 'setup: %s\n' "$*" >&2; }

has_library() {
  ldconfig -p 2>/dev/null | grep -q "$1" || [ -n "$(find /usr/lib /lib -name "$1" 2>/dev/null | head -n 1)" ]
}

missing=
need() { # package, then a command that succeeds if it is there
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}
have() { command -v "$1"; }

look_for_what_is_missing() {
  [ -n "$(jdk)" ] || missing="$missing $jdk_package"
  need maven have mvn
  need libgnutls30 has_library libgnutls.so.30
  need iproute2 have ip
  need iptables have iptables
  need util-linux have unshare
  [ "$1" = test ] || return 0
  need curl have curl
  need socat have socat
  need netcat-openbsd have nc
  need nginx have nginx
  need openssl have openssl
  need gnutls-bin have gnutls-cli
  need unbound have unbound
}

# Debian starts a service it installs. The tests bring up their own nginx and unbound; the system's stay off, now and after a boot.
mask() { # service
  [ ! -e "/etc/systemd/system/$1.service" ] || return 0
  mkdir -p /etc/systemd/system
  ln -s /dev/null "/etc/systemd/system/$1.service"
  say "$1 comes with its service masked; \"systemctl unmask $1\" gives it back"
}

install() {
  for service in nginx unbound; do
    case " $missing " in *" $service "*) mask $service ;; esac
  done
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
    trap 'exit 1' HUP INT TERM
  fi
  # shellcheck disable=SC2086 # a list of packages
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends --no-upgrade -o DPkg::Lock::Timeout=300 install $missing >&2
}

jdk_package=openjdk-17-jdk-headless
look_for_what_is_missing "${1:-run}"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  say "missing, under the names that Debian gives them:$missing"
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  say 'something is missing; run this once, then try again:'
  printf '    sudo apt-get update && sudo apt-get install -y --no-install-recommends%s\n' "$missing" >&2
  exit 1
fi
say "installing$missing"
apt-get -qq update >&2
if ! apt-cache show "$jdk_package" >/dev/null 2>&1; then
  jdk_package=default-jdk-headless
  missing=
  look_for_what_is_missing "${1:-run}"
fi
install
missing=
look_for_what_is_missing "${1:-run}"
[ -z "$missing" ] || {
  say "still missing:$missing"
  exit 1
}
