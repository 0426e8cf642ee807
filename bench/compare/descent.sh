#!/usr/bin/env bash
# Curves of the loss with and without steps of large forms (--coarse-gain 0.6 and 0), one after the other on the same
# task, at the first scale from the photograph and at a later one from a smaller result.
#
#   bench/compare/descent.sh PROGRAM OUTPUT_FOLDER CONTENT STYLE [CONTENT STYLE ...]
#
# PROGRAM is an Impasto.Cli or Impasto.Cli.dll. Writes PAIR-SIZE-GAIN.csv (step, loss, seconds) and prints, for each pair
# and size, after how many steps and seconds gain 0.6 is as low as gain 0 is after 120 steps.
set -euo pipefail
program=$1 output=$2 steps=120
shift 2
mkdir -p "$output"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() { if [[ $program == *.dll ]]; then dotnet "$program" "$@"; else "$program" "$@"; fi; }

# NAME CONTENT STYLE SIZE INIT
curves() {
    local name=$1 gain
    for gain in 0 0.6; do
        run stylize "$2" "$3" --size "$4" --min-size "$4" --init "$5" --steps $steps --coarse-gain $gain --device cpu \
            --trace "$work/trace.jsonl" -o "$work/result.png" --force --quiet
        { echo step,loss,seconds; jq -r '[.step, .loss, .seconds] | @csv' "$work/trace.jsonl"; } \
            > "$output/$name-$gain.csv"
        rm "$work/trace.jsonl"
    done
    awk -F, -v name="$name" '
        FNR == 1 { file++; next }
        file == 1 { if (low == "" || $2 < low) low = $2; seconds = $3; if ($1 == 1) first = $3 }
        file == 2 && $1 == 1 { begin = $3 }
        file == 2 && at == "" && $2 <= low { at = $1; after = $3 - begin }
        END { printf "| %s | %.4f | %s | %.2f |\n", name, low, at, at == "" ? 0 : after / (seconds - first) }
        ' "$output/$name-0.csv" "$output/$name-0.6.csv"
}

echo "| pair and size | lowest loss of gain 0 | steps of gain 0.6 until there | seconds over those of gain 0 |"
echo "|---|---|---|---|"
while (($# >= 2)); do
    name=$(basename "${1%.*}")-$(basename "${2%.*}")
    curves "$name-160" "$1" "$2" 160 content
    run stylize "$1" "$2" --size 160 --device cpu -o "$work/small.png" --force --quiet
    curves "$name-320" "$1" "$2" 320 "$work/small.png"
    shift 2
done
