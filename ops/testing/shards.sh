#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Deals the tests of a GoogleTest binary out to several processes at once. Each tells in files of its own
# what it said, what came of its tests and its status, and is killed with this one.
#   ops/testing/shards.sh COUNT BINARY REPORT   REPORT.0.log, REPORT.0.xml, REPORT.0.status, REPORT.1.log, …
set -u
count=$1 binary=$2 report=$3

shard() {
  GTEST_TOTAL_SHARDS=$count GTEST_SHARD_INDEX=$1 "$binary" --gtest_output="xml:$report.$1.xml" \
    >"$report.$1.log" 2>&1
  echo $? >"$report.$1.status"
}

for ((index = 0; index < count; index++)); do shard "$index" & done
wait
