#!/usr/bin/env bash
# Times the whole chain as processes: wall seconds, processor seconds, largest memory of each step.
# usage: benches/whole.sh FOLDER [HOUSEHOLDS]     (8400000 households need about 25 GB of disk)
# Needs GNU time. Quote ratios and medians of several runs, with the machine beside them.
set -euo pipefail
folder=${1:?usage: benches/whole.sh FOLDER [HOUSEHOLDS]}
households=${2:-68960}
cd "$(dirname "$0")/.."
cargo build --release --quiet
factlab=$PWD/target/release/factlab

timed() {
    local label=$1
    shift
    /usr/bin/time -f "$label	%e s wall	%U s user	%M kB" "$@" >/dev/null
}

timed "town" "$factlab" --quiet demo "$folder" --households "$households" --extracts-only --replace
cd "$folder"
[ -e register-office/project.key ] || "$factlab" --quiet key new register-office/project.key --kind project
[ -e analyst/release.key ] || "$factlab" --quiet key new analyst/release.key --kind release
rm -rf analyst/handovers
timed "register" "$factlab" --quiet pseudonymise -c config.toml --provider register --key register-office/project.key --yes
for provider in provider/*/; do
    id=$(basename "$provider")
    timed "$id" "$factlab" --quiet pseudonymise -c config.toml --provider "$id" --key register-office/project.key --yes
done
timed "run" "$factlab" --quiet run -c config.toml --replace
timed "verify" "$factlab" --quiet verify analyst/releases/*
