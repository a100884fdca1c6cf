# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/test: the longer runs, each a row in docs/campaigns.md.

campaign_tsan() {
  export TSAN_OPTIONS="ignore_noninstrumented_modules=1 suppressions=$PWD/ops/testing/tsan.supp"
  stage "build tsan" build tsan && each_test_binary tsan
}

campaign_asan() {
  export LSAN_OPTIONS="suppressions=$PWD/ops/testing/lsan.supp"
  stage "build asan" build asan && each_test_binary asan
}

fuzz_seconds=${MUNIMENT_FUZZ_SECONDS:-600}

build_fuzz() {
  cmake --preset asan -B build/fuzz -D MUNIMENT_FUZZ=ON -D CMAKE_CXX_COMPILER=clang++-14 \
    >"$TMPDIR/configure.log" 2>&1 || { tail -30 "$TMPDIR/configure.log"; return 1; }
  bounded 3600 cmake --build build/fuzz -j "$(nproc)" --target "${@/#/fuzz_}"
}

# New inputs stay in the run's directory; the corpus in the repository only grows by hand.
fuzz() {
  local name=$1 dictionary=()
  mkdir "$TMPDIR/corpus-$name"
  [ ! -r "tests/fuzz/$name.dict" ] || dictionary=(-dict="tests/fuzz/$name.dict")
  bounded $((fuzz_seconds + 300)) "build/fuzz/bin/fuzz_$name" -max_total_time="$fuzz_seconds" \
    -artifact_prefix="build/fuzz/" -print_final_stats=1 -verbosity=0 "${dictionary[@]}" \
    "$TMPDIR/corpus-$name" "tests/fuzz/corpus/$name" && count 1 0
}

# Each target for ten minutes; an input that breaks it stays in build/fuzz. A run that
# MUNIMENT_FUZZ_SECONDS makes shorter is no campaign and leaves no row.
campaign_fuzz() {
  local names name
  mapfile -t names < <(ls tests/fuzz/*_fuzz.cpp | sed 's|.*/||; s|_fuzz\.cpp$||')
  stage "build fuzz" build_fuzz "${names[@]}" || return
  for name in "${names[@]}"; do stage "fuzz $name" fuzz "$name"; done
  return 0
}

# Rounds of kills and cut connections: the suites that take --campaign.
campaign_faults() {
  stage "build release" build release || return
  local suite
  for suite in tests/faults/run tests/kill_http/run; do
    stage "$suite --campaign" run_script "$suite" --campaign
  done
  return 0
}

# What needs no PostgreSQL of somebody else is left out, by name.
campaign_external() {
  stage "build release" build release || return
  stage "ops/testing/external.sh" run_script ops/testing/external.sh
  return 0
}

record() {
  local began=$1 commit
  commit=$(git rev-parse --short=12 HEAD)$([ -z "$(git status --porcelain)" ] || echo +)
  printf '| %s | ops/test --%s | %s | %d s | %d passed, %d failed |\n' "$(date -u +%F)" "$2" "$commit" \
    $((SECONDS - began)) "$passed" "$failed" >>docs/campaigns.md
}

# A campaign that could not begin leaves no row; one that failed does.
run_campaign() {
  local name=$1 began=$SECONDS
  stage "install" ops/deps --test --fuzz || return
  "campaign_$name" || return
  [ "$name" = fuzz ] && [ "$fuzz_seconds" -lt 600 ] && return
  record "$began" "$name"
}
