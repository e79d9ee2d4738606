#!/usr/bin/env bash
# Builds core into a scratch folder of its own and runs the grader of the shared bench on it:
#   tooling/scripts/grade.sh NAME [grader options]
set -eu
cd "$(dirname "$0")/../.."
name=$1
shift
out="packages/core/.scratch/$name"
(cd packages/core && npx tsup src/index.ts --format esm --target node20 --no-config --no-clean --silent --out-dir ".scratch/$name")
node packages/core/scripts/copy-grammars.mjs
cp -r packages/core/dist/grammars "$out/"
BENCH_NODE_MODULES=packages/core/node_modules node ../shared/bench/grade.mjs --module "$out/index.js" --quiet --misses "$@"
