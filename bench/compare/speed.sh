#!/usr/bin/env bash
# Times two built programs in turns and writes a table.
#   bench/compare/speed.sh BEFORE AFTER [--only NAME] [--turns 9] [--output bench/results/compare.md]
# BEFORE and AFTER are an Impasto.Cli or Impasto.Cli.dll.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec dotnet run -c Release --project bench/compare -- speed --before "$1" --after "$2" \
    --output bench/results/compare.md "${@:3}"
