#!/usr/bin/env bash
# Compares the pictures and losses of two built programs bit by bit; exit code 1 where a run differs.
#   bench/compare/pictures.sh BEFORE AFTER [--only NAME] [--runs FILE] [--cache DIR]
# BEFORE and AFTER are an Impasto.Cli or Impasto.Cli.dll. What BEFORE makes is kept in artifacts/compare.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec dotnet run -c Release --project bench/compare -- pictures --before "$1" --after "$2" "${@:3}"
