# SPDX-License-Identifier: Apache-2.0
# Sourced by what ops/test builds with: what a compiler made of the same text is taken from ccache, which
# keeps it within the size that ccache is set to. ops/up and a build by hand use it only if asked to.

with_ccache=(-D CMAKE_CXX_COMPILER_LAUNCHER=ccache)

# use_ccache: for the sources below this folder; those of another work tree are the same to it. What is
# precompiled is the same too as long as its text is, comments included: GCC takes a header that differs
# in a comment alone for another one than was precompiled, and so defines everything in it twice. Hence
# ccache compares what was included (CCACHE_DEPEND), not what the preprocessor makes of it.
use_ccache() {
  export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1 CCACHE_SLOPPINESS=pch_defines,time_macros
}

# Since CCACHE_STATSLOG was begun: so that nobody takes a build that was remembered for one that was made.
told_by_ccache() {
  [ -r "$CCACHE_STATSLOG" ] || { echo "nothing was compiled"; return; }
  awk '{ count[$0]++ }
    END { print count["direct_cache_hit"] + count["preprocessed_cache_hit"] " units remembered, " count["cache_miss"] + 0 " compiled" }' \
    "$CCACHE_STATSLOG"
}
