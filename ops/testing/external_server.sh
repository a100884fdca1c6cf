# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/testing/external.sh and upgrade.sh: a PostgreSQL as somebody else runs it for Muniment.
# It listens on the loopback with TLS, wants SCRAM passwords, has no unix socket, and waits for its disk.

binaries=/usr/lib/postgresql/15/bin
host=db.muniment.test
server=
port=
home=
declare -A passwords
# PostgreSQL refuses to be root.
as_postgres=()
[ "$(id -u)" != 0 ] || as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)

new_key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)

make_authority() {
  openssl req -x509 "${new_key[@]}" -subj "/CN=External test" -days 2 \
    -keyout "$TMPDIR/authority.key" -out "$TMPDIR/authority.pem" && chmod 644 "$TMPDIR/authority.pem"
}

# certify FILE NAME...: a key and a certificate of the authority, for these names alone.
certify() {
  local file=$1 names
  shift
  names=$(printf ',DNS:%s' "$@")
  openssl req -new "${new_key[@]}" -subj "/CN=$1" -keyout "$file.key" -out "$TMPDIR/request.pem" &&
    openssl x509 -req -in "$TMPDIR/request.pem" -CA "$TMPDIR/authority.pem" -CAkey "$TMPDIR/authority.key" \
      -days 2 -extfile <(echo "subjectAltName=${names#,}") -out "$file.pem" && chmod 600 "$file.key"
}

new_password() { openssl rand -hex 16; }

make_cluster() {
  home=$TMPDIR/external
  passwords[owner]=$(new_password)
  mkdir "$home" && make_authority && certify "$home/server" "$host" &&
    (umask 077 && echo "${passwords[owner]}" >"$home/password") || return
  [ "$(id -u)" != 0 ] || chown -R postgres: "$home" || return
  (cd "$home" && "${as_postgres[@]}" $binaries/initdb --pgdata="$home/data" --username=owner \
    --pwfile="$home/password" --auth=scram-sha-256 --data-checksums --encoding=UTF8 --locale=C) || return
  rm "$home/password"
  echo 'hostssl all all 127.0.0.1/32 scram-sha-256' >"$home/data/pg_hba.conf"
}

# Where it is, whoever comes, and to whatever database.
place() { echo "host=$host hostaddr=127.0.0.1 port=$port sslmode=verify-full sslrootcert=$TMPDIR/authority.pem"; }

# dsn_of LOGIN
dsn_of() { echo "$(place) dbname=postgres user=$1 password=${passwords[$1]}"; }

# ask LOGIN STATEMENT [WORD]: with another word in the connection string.
ask() {
  $binaries/psql --no-psqlrc --quiet --no-align --tuples-only -v ON_ERROR_STOP=1 \
    -d "$(dsn_of "$1")${3:+ $3}" -c "$2"
}

answers() { ask owner 'SELECT 1' >/dev/null 2>&1; }

run_server() {
  port=$(free_port)
  (cd "$home" && exec "${as_postgres[@]}" $binaries/postgres -D "$home/data" -p "$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c ssl=on -c ssl_cert_file="$home/server.pem" \
    -c ssl_key_file="$home/server.key" -c log_connections=on) >"$TMPDIR/server.log" 2>&1 &
  server=$!
  local end=$((SECONDS + 60))
  until answers; do
    kill -0 $server 2>/dev/null && [ $SECONDS -lt $end ] || { tail -n 20 "$TMPDIR/server.log"; return 1; }
  done
}

# What `database prepare` needs is CREATEROLE and a database of its own; tests make databases besides.
make_administrator() {
  passwords[administrator]=$(new_password)
  ask owner "CREATE ROLE administrator LOGIN CREATEROLE CREATEDB PASSWORD '${passwords[administrator]}'"
}

start_server() {
  make_cluster >"$TMPDIR/cluster.log" 2>&1 || { tail -n 20 "$TMPDIR/cluster.log"; return 1; }
  run_server && make_administrator && began_at=$(wc -l <"$TMPDIR/server.log")
}

# By its number; clients that are still there are not waited for.
stop_server() {
  [ -z "$server" ] || { kill -INT "$server" && wait "$server"; } 2>/dev/null
  server=
}

nobody_comes_without_tls() { ! ask administrator 'SELECT 1' sslmode=disable 2>/dev/null; }

nobody_takes_it_for_another() { ! ask administrator 'SELECT 1' host=another.muniment.test 2>/dev/null; }

# --- What it saw since the suites began.

admitted() { tail -n +$((began_at + 1)) "$TMPDIR/server.log" | grep 'connection authorized'; }

every_connection_was_encrypted() { [ -z "$(admitted | grep -v 'SSL enabled (protocol=TLSv1\.[23]')" ]; }

# Before we ask ourselves.
no_superuser_came() { ! admitted | grep 'user=owner ' >/dev/null; }

many_came() { [ "$(admitted | wc -l)" -ge 100 ]; }

nothing_is_left() {
  local left
  left=$(ask owner "SELECT datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')
    UNION ALL SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' AND rolname NOT IN ('owner', 'administrator')")
  [ -z "$left" ] && return
  echo "left: $left"
  return 1
}
