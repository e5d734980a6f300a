# Sourced by the commands beside it: a PostgreSQL of their own, with PostgreSQL's own defaults (commits are on the disk).

# postgres_up FOLDER: starts it; sets pg_port. Stopped and removed by postgres_down FOLDER.
postgres_up() {
  local bin=(/usr/lib/postgresql/*/bin) as=()
  pg_bin=${bin[-1]}; pg_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  mkdir -p "$1"
  if [ "$(id -u)" = 0 ]; then chown postgres "$1"; chmod 755 "$(dirname "$1")"; pg_as=(setpriv --reuid=postgres --regid=postgres --init-groups --); else pg_as=(); fi
  (cd / && "${pg_as[@]}" "$pg_bin/initdb" -D "$1/data" -U orrery -A trust -E UTF8 --locale=C >/dev/null)
  postgres_start "$1"
}
postgres_start() { (cd / && "${pg_as[@]}" "$pg_bin/pg_ctl" -D "$1/data" -w -l "$1/log" -o "-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$1 -c max_connections=200 ${pg_options:-}" start >/dev/null); }
postgres_down() { (cd / && "${pg_as[@]}" "$pg_bin/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1) || true; rm -rf "$1"; }
postgres_new() { "$pg_bin/psql" -qX -h 127.0.0.1 -p "$pg_port" -U orrery -d postgres -c "CREATE DATABASE $1"; printf 'jdbc:postgresql://127.0.0.1:%s/%s?user=orrery' "$pg_port" "$1"; }
