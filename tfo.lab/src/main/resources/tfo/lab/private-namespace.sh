#!/bin/sh
# Runs a command inside a user and network namespace of its own: loopback is up, Fast Open is on for clients, servers and
# every listener (1027 = 1 + 2 + 0x400), and nothing it does reaches the machine's own network. Needs no root; as root it
# also works where user namespaces are forbidden. The command keeps the process id, its exit status is the script's.
#
#   private-namespace.sh COMMAND [ARGUMENT...]
if unshare -Urn true 2>/dev/null; then flags=-Urn; else flags=-n; fi
exec unshare "$flags" sh -c '
  fail() { echo "private namespace: $1" >&2; exit 1; }
  ip link set lo up || fail "cannot bring lo up"
  cd /proc/sys/net || fail "no /proc/sys/net"
  echo 1027 > ipv4/tcp_fastopen || fail "cannot write net.ipv4.tcp_fastopen"
  echo "10000 65000" > ipv4/ip_local_port_range || fail "cannot write net.ipv4.ip_local_port_range"
  # Comfort for thousands of short connections; kernels that keep these two to themselves do without.
  echo 4096 2>/dev/null > core/somaxconn
  echo 64 2>/dev/null > ipv4/tcp_max_tw_buckets
  cd "$OLDPWD" || fail "cannot return to $OLDPWD"
  TFO_PRIVATE_NAMESPACE=$(readlink /proc/self/ns/net) && export TFO_PRIVATE_NAMESPACE
  exec "$@"' private-namespace "$@"
