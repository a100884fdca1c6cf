# SPDX-License-Identifier: Apache-2.0
# Sourced by scripts that count their own checks, and end with "N passed, N failed".

passed=0
failed=0

# check SENTENCE COMMAND...
check() {
  local sentence=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "  ok      $sentence"
  else
    failed=$((failed + 1))
    echo "  BROKEN  $sentence"
  fi
}

free_port() {
  perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'
}

# The running processes of a program, by the name of its file, also of one that was replaced since.
processes_of() {
  local process file
  for process in /proc/[0-9]*; do
    file=$(readlink "$process/exe")
    [[ ${file% (deleted)} == */"$1" ]] && echo "${process#/proc/}"
  done
}
