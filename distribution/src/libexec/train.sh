#!/bin/sh
# Makes the caches that let the programs start faster: lib/aot/PROGRAM.aot, for this virtual machine and this place.
# Runs each program once on a regtest data directory that is thrown away. Without the caches everything works, slower.
self=$0
[ -L "$self" ] && self=$(readlink -f -- "$self")
home=$(CDPATH= cd -P -- "$(dirname -- "$self")/.." && pwd -P)
umask 077
folder=$(mktemp -d "${TMPDIR:-/tmp}/mr-train.XXXXXX") || exit 1
pid=
trap 'if [ -n "$pid" ]; then kill "$pid" 2>/dev/null; wait "$pid"; fi; rm -rf "$folder"' EXIT
mkdir -p "$home/lib/aot"
# Whoever may run the programs may use what makes them start faster.
chmod 755 "$home/lib/aot"
export MONEYROCKET_TRAIN="$home/lib/aot" MONEYROCKET_CACHE="$folder/cache" XDG_RUNTIME_DIR="$folder" MONEYROCKET_NAMING=moneyrocket

# Calls the program that is being trained and prints the answer.
answer() {
  MONEYROCKET_TRAIN= "$home/bin/moneyrocket-cli" -regtest "-datadir=$data" "-rpcport=$port" "$@" 2>/dev/null
}

# Calls it where the answer does not matter.
call() {
  answer "$@" >/dev/null
}

# Spends outputs of each kind and has the blocks checked several times, so that the cache knows how validation runs.
validate() {
  payments=
  for kind in legacy p2sh-segwit bech32 bech32m; do
    address=$(answer getnewaddress "" $kind)
    payments=$payments${payments:+,}\"$address\":1
  done
  for payment in 1 2 3 4 5 6; do
    call sendmany "" "{$payments}"
  done
  call -generate 1
  call sendall "[\"$address\"]"
  call -generate 1
  for round in 1 2 3 4 5 6 7 8 9 10 11 12; do
    call verifychain 4 0
  done
}

# Starts $1 with the other arguments, waits until it is up, makes some calls, stops it.
train() {
  data=$folder/$1
  mkdir "$data"
  "$home/bin/$1" -regtest "-datadir=$data" -debug=ipc -listen=0 -dnsseed=0 -fallbackfee=0.0002 -printtoconsole=0 "-rpcport=$port" >"$folder/out" 2>&1 &
  pid=$!
  tries=0
  until grep -q "$2" "$data/regtest/debug.log" 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ] || ! kill -0 "$pid" 2>/dev/null; then
      echo "train: $1 does not start, so it gets no cache" >&2
      cat "$folder/out" >&2
      break
    fi
    sleep 0.2
  done
  call help
  call createwallet trained
  call -generate 101
  call sendtoaddress bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080 1
  call -generate 1
  validate
  call listtransactions
  call getblockchaininfo
  kill "$pid" 2>/dev/null
  wait "$pid"
  pid=
}

# A port that is most likely free; if it is not, the training run ends and there is no cache.
port=$((20000 + $$ % 20000))
"$home/bin/moneyrocket-cli" -version >/dev/null 2>&1
train moneyrocketd "bundles is up"
port=$((port + 1))
# The wallet it starts is trained along with it.
train moneyrocket-node "Connected to wallet"
if [ -n "${DISPLAY:-}" ]; then
  port=$((port + 1))
  train moneyrocket-qt "bundles is up"
fi
chmod 644 "$home/lib/aot"/*
exit 0
