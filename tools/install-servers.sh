#!/bin/sh
# Installs what test/integration starts for itself: PostgreSQL, PgBouncer, Redis, ClamAV's daemon, etcd and Chromium,
# with pgbench, openssl, promtool and amtool, Python's venv, in which the tests install an emulator of AWS, and the shells
# that complete our commands.
# For Debian and Ubuntu. May run any number of times, and starts no service.
set -eu

missing() {
  for program in pgbouncer openssl redis-server clamd etcd chromium promtool amtool python3 zsh fish; do
    PATH="$PATH:/usr/sbin" command -v "$program" > /dev/null || return 0
  done
  python3 -c "import ensurepip" 2> /dev/null || return 0
  ! ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || return 1
}

if ! missing; then
  echo "servers: already installed"
  exit 0
fi
if ! command -v apt-get > /dev/null; then
  echo "servers: apt-get not found; install PostgreSQL 15 or later, PgBouncer 1.18 or later, Redis 7, ClamAV 1.0, etcd 3.4, Chromium, Prometheus 2.42, Alertmanager 0.25, openssl, Python 3, zsh and fish yourself" >&2
  exit 1
fi

sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo"

# Packages would start their services at once: refuse that while they are installed.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap '$sudo rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" > /dev/null
  $sudo chmod 755 "$policy"
fi
$sudo apt-get update -q
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
  postgresql pgbouncer openssl redis-server clamav-daemon etcd-server chromium prometheus prometheus-alertmanager \
  python3 python3-venv zsh fish
