# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/testing/package.sh: a server of the installed package, and what is around it.

domain=id.localhost
tls=/etc/muniment/tls
cluster=/var/lib/postgresql/15/identity

as() {
  local account=$1
  shift
  setpriv --reuid="$account" --regid="$account" --init-groups "$@"
}

# The certificates of docs/guides/production.md, from an authority of our own.
make_certificate() {
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$domain" \
    -keyout $tls/privkey.pem -out "$folder/request.pem" &&
    openssl x509 -req -in "$folder/request.pem" -CA $tls/authority.pem -CAkey "$folder/authority.key" \
      -days 30 -extfile <(echo "subjectAltName=DNS:$domain,DNS:*.$domain") -out $tls/fullchain.pem &&
    chgrp muniment $tls/privkey.pem && chmod 640 $tls/privkey.pem
}

make_certificates() {
  install -d -g muniment -m 0750 $tls
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=Package test" -days 30 \
    -keyout "$folder/authority.key" -out $tls/authority.pem && make_certificate
}

# Debian's cluster and its rules, started by us: there is no init that would. It has the certificate too.
start_postgres() {
  pg_createcluster 15 identity --port "$database_port" || return
  install -o postgres -m 0600 $tls/fullchain.pem $tls/privkey.pem -t $cluster || return
  install -d -o postgres -g postgres -m 2775 /run/postgresql
  (exec setpriv --reuid=postgres --regid=postgres --init-groups /usr/lib/postgresql/15/bin/postgres -D $cluster \
    -c config_file=/etc/postgresql/15/identity/postgresql.conf \
    -c ssl_cert_file=fullchain.pem -c ssl_key_file=privkey.pem) >"$folder/postgres.log" 2>&1 &
  postgres=$!
  until as postgres pg_isready --quiet --port "$database_port"; do kill -0 $postgres || return; done
}

make_database() {
  as postgres psql --quiet --port "$database_port" \
    -c "CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'keeper''s'" -c 'CREATE DATABASE muniment OWNER keeper'
}

dsn() {
  echo "host=db.$domain hostaddr=127.0.0.1 port=$database_port dbname=muniment" \
    "sslmode=verify-full sslrootcert=$tls/authority.pem"
}

# set_value NAME VALUE: in place of the example's.
set_value() { sed -i "s|^#*$1 = .*|$1 = $2|" /etc/muniment/muniment.toml; }

write_settings() {
  set_value base_domain "\"$domain\""
  set_value dsn "\"$(dsn)\""
  set_value data_directory "\"$data\""
  set_value key_store_directory "\"$keys\""
  set_value tls_certificate_file "\"$tls/fullchain.pem\""
  set_value tls_key_file "\"$tls/privkey.pem\""
  set_value listen_address '"127.0.0.1"'
  set_value listen_port "$port"
  printf '%s\n' "public_port = $port" "operations_port = $operations_port" \
    "tls_authority_file = \"$tls/authority.pem\"" >>/etc/muniment/muniment.toml
}

prepare_world() {
  port=$(free_port) operations_port=$(free_port) database_port=$(free_port)
  command -v pg_createcluster >/dev/null || check "PostgreSQL is installed" install_postgres
  { make_certificates && start_postgres && make_database && write_settings; } >"$folder/world.log" 2>&1 && return
  tail -n 30 "$folder/world.log"
  check "PostgreSQL, certificate and settings are there" false
}

# Its own cluster would be one too many.
install_postgres() {
  mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf &&
    apt -o Dpkg::Options::=--force-confold install postgresql-15 curl openssl perl-base
}

prepare_database() {
  PGPASSWORD="keeper's" runuser -u muniment -- env HOME=$data muniment database prepare --make-keys \
    --dsn "$(dsn) user=keeper" >"$folder/prepare.log" 2>&1 && return
  cat "$folder/prepare.log"
  return 1
}

# --- The server, by systemd, or by hand as the unit says.

of_unit() { sed -n "s/^$1=//p" $unit; }

told() { cat "$folder/server.log" 2>/dev/null || in_systemd journalctl --no-pager -b -u muniment; }

start_by_hand() {
  local command
  read -ra command < <(of_unit ExecStart)
  rm -f "$folder/server.log"
  (umask "$(of_unit UMask)" && exec setpriv --reuid="$(of_unit User)" --regid="$(of_unit Group)" --init-groups \
    --no-new-privs --bounding-set=-all --inh-caps=-all "${command[@]}") >"$folder/server.log" 2>&1 &
  server=$!
  timeout 60 grep -q -m 1 '^serving https' <(tail -F -n +1 --pid="$server" "$folder/server.log" 2>/dev/null)
}

start_server() {
  if [ -n "$systemd" ]; then in_systemd systemctl start muniment; else start_by_hand; fi && return
  told | tail -n 30
  return 1
}

stop_by_hand() {
  kill -TERM "$server" && wait "$server"
  local status=$?
  server=
  return $status
}

shown() { in_systemd systemctl show --value -p "$1" muniment; }

stop_by_systemd() {
  in_systemd systemctl stop muniment && [ "$(shown Result) $(shown ExecMainStatus)" = 'success 0' ]
}

stop_server() {
  if [ -n "$systemd" ]; then stop_by_systemd; else stop_by_hand; fi && [ -z "$(processes_of muniment)" ] && return
  told | tail -n 30
  return 1
}

# --- What it must be and do.

# Filtered system calls, no capability at hand or within reach, and nothing of ours to write to.
is_confined() {
  local main status
  main=$(shown MainPID) && status=$(in_systemd cat "/proc/$main/status")
  grep -qP '^Seccomp:\t2' <<<"$status" && grep -qP '^NoNewPrivs:\t1' <<<"$status" &&
    [ "$(grep -cP '^Cap(Prm|Eff|Bnd|Amb):\t0+$' <<<"$status")" = 4 ] &&
    grep -qP "^Uid:\t$(id -u muniment)\t" <<<"$status" &&
    in_systemd nsenter --target "$main" --mount sh -c '! [ -w /usr ] && ! [ -w /etc/muniment ] && [ -w /var/lib/muniment ]'
}

# discovery_answers [OPTION...]: options of curl.
discovery_answers() {
  curl --silent --show-error --fail --max-time 90 "$@" --cacert $tls/authority.pem \
    "https://acme.$domain:$port/.well-known/openid-configuration" | grep "\"issuer\":\"https://acme.$domain:$port\"" >/dev/null
}

muniment() { MUNIMENT_OPERATOR_CREDENTIAL=$data/operator.json command muniment "$@"; }

makes_workspace() { muniment workspace create acme >/dev/null; }

still_serves_workspace() { discovery_answers && muniment workspace show acme >/dev/null; }

# served_certificate PORT
served_certificate() {
  openssl s_client -connect "127.0.0.1:$1" -servername "acme.$domain" </dev/null 2>/dev/null |
    openssl x509 -noout -serial
}

# Looked for until then: the old pair is good for connections that were open.
soon() {
  local end=$((SECONDS + 30))
  until "$@"; do [ $SECONDS -lt $end ] || return; done
}

serves_new_certificate() { [ "$(served_certificate "$1")" = "$(openssl x509 -noout -serial -in $tls/fullchain.pem)" ]; }

reloads() {
  make_certificate 2>/dev/null && ! serves_new_certificate "$port" && in_systemd systemctl reload muniment &&
    soon serves_new_certificate "$port"
}

runs_anew() { [ "$(shown ActiveState)" = active ] && [ "$(shown MainPID)" != "$1" ]; }

# What the killed one had leased is answered with 503 until that lease has run out.
comes_back() {
  local before
  before=$(shown MainPID)
  in_systemd systemctl kill --signal=KILL muniment && soon runs_anew "$before" &&
    discovery_answers --retry 60 --retry-delay 1 --retry-all-errors 2>/dev/null
}

# Where the server's number among the processes is what it says.
doctor_is_content() {
  ${systemd:+in_systemd} muniment doctor >"$folder/doctor.log" 2>&1 && return
  cat "$folder/doctor.log"
  return 1
}

updates() {
  local before
  before=$(processes_of muniment)
  apt install --reinstall "$package" && [ "$before" = "$(processes_of muniment)" ] && discovery_answers
}

# --- With the examples among the documents.

# with_example NAME COMMAND...: what the command says of a server under it.
with_example() {
  local overrides=/etc/systemd/system/muniment.service.d status=0
  install -D -m 644 -t $overrides "/usr/share/doc/muniment/examples/$1.conf"
  in_systemd systemctl daemon-reload
  { start_server && "${@:2}" && stop_server; } || status=1
  rm -r $overrides
  in_systemd systemctl daemon-reload
  return $status
}

# Doctor looks where the key is.
answers_with_credential() {
  discovery_answers && doctor_is_content &&
    grep -q 'master key .*/run/credentials/muniment.service/master.key' "$folder/doctor.log"
}

# As it tells.
serves_with_credential() {
  mv $data/master.key /etc/muniment/ && chown root: /etc/muniment/master.key &&
    with_example master-key answers_with_credential
  local status=$?
  mv /etc/muniment/master.key $data/ && chown muniment: $data/master.key
  return $status
}

# 443 may be somebody else's here.
free_low_port() {
  perl -MIO::Socket::INET -e 'for (reverse 600 .. 1023) {
    IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => $_) and print and last }'
}

serves_below_1024() {
  local low status=0
  low=$(free_low_port)
  set_value listen_port "$low"
  with_example port-443 serves_new_certificate "$low" || status=1
  set_value listen_port "$port"
  return $status
}
