#!/usr/bin/env bash
# Compares the lean program compiled by Native AOT with the full edition, in turns: start, speed, picture, size.
#
#   bench/compare/editions.sh LEAN_FOLDER FULL_FOLDER [TURNS]     both as `eng/release archives` packs them
#
# Times are those of the processor (user), because other work of the machine changes the wall clock more than the
# difference; the wall clock's best of each is printed as well. Both use AVX2 only: the compiled program has no more.
set -euo pipefail
lean=$(cd "$1" && pwd)/impasto full=$(cd "$2" && pwd)/impasto-full turns=${3:-5}
pictures=$(cd "$(dirname "$0")/../../samples/pictures" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_EnableAVX512=0

# NAME PROGRAM WORDS...: one line of the table of times.
once() {
    local name=$1
    shift
    /usr/bin/time -f "$name %e %U %M" -a -o "$work/times" "$@" > /dev/null
}
stylize=("$pictures/cat.jpg" "$pictures/swirls.jpg" --device cpu --quiet --force)
for ((turn = 0; turn < turns; turn++)); do
    for edition in lean full; do
        once "$edition version" "${!edition}" --version
        once "$edition size-64" "${!edition}" stylize "${stylize[@]}" --size 64 --steps 4 -o "$work/$edition-64.png"
        once "$edition size-512" "${!edition}" stylize "${stylize[@]}" --size 512 --steps 3 -o "$work/$edition-512.png"
        once "$edition longer" "${!edition}" stylize "${stylize[@]}" --size 512 --steps 33 -o "$work/$edition-33.png"
    done
done

sed -n 's/^model name.*: /Machine: /p' /proc/cpuinfo | head -n 1
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg), $turns turns"
echo
echo "| run | lean: wall, user, MB | full: wall, user, MB | user, lean / full |"
echo "|---|---|---|---|"
for run in version size-64 size-512 longer; do
    awk -v run="$run" '
        $2 == run {
            if (!($1 in wall) || $3 < wall[$1]) wall[$1] = $3
            if (!($1 in user) || $4 < user[$1]) user[$1] = $4
            if (!($1 in memory) || $5 < memory[$1]) memory[$1] = $5
        }
        END {
            printf "| %s | %.2f s, %.2f s, %d | %.2f s, %.2f s, %d | %.2f |\n", run,
                wall["lean"], user["lean"], memory["lean"] / 1000, wall["full"], user["full"], memory["full"] / 1000,
                (user["full"] > 0 ? user["lean"] / user["full"] : 0)
        }' "$work/times"
done

# What 30 more steps take: the median of the turns' ratios, because the machine's pace changes from turn to turn.
ratio() {
    awk -v column="$1" '
        { taken[$1, $2, ++turn[$1, $2]] = $column }
        END {
            for (i = 1; i <= turn["lean", "longer"]; i++)
                printf "%.3f\n", (taken["lean", "longer", i] - taken["lean", "size-512", i]) \
                    / (taken["full", "longer", i] - taken["full", "size-512", i])
        }' "$work/times" | sort -n | awk '
            { ratios[NR] = $1 }
            END { printf "%.2f (%.2f to %.2f)", (ratios[int((NR + 1) / 2)] + ratios[int(NR / 2) + 1]) / 2, ratios[1], ratios[NR] }'
}
echo
echo "30 more steps of 512 pixels, lean / full, median of the turns: wall $(ratio 3), user $(ratio 4)"
echo
for size in 64 512 33; do
    cmp "$work/lean-$size.png" "$work/full-$size.png" && echo "Pictures $size: the same bytes."
done
