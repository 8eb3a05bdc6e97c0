#!/bin/sh
# A latentpad in a shell: ask for the point (x, y) of the map, see where the new wav lies.
#
# Needs oscsend and oscdump (Debian: liblo-tools, Homebrew: liblo). Start latentpad, then
# sh xy_pad.sh 0.3 0.6 9310 9311  (x, y, latentpad's port, your own). It prints the answers and ends with the wav.
x=${1:-0.3} y=${2:-0.6} port=${3:-9310} reply_port=${4:-9311}

answers=$(mktemp)
oscdump -L "$reply_port" >"$answers" &
dump=$!
trap 'kill $dump 2>/dev/null; rm "$answers"' EXIT

# Calls the first argument every tenth of a second until the second is among the answers.
until_answered() {
  for _ in $(seq 100); do
    grep "$2" "$answers" && return
    kill -0 $dump 2>/dev/null || exit 1
    $1
    sleep 0.1
  done
  echo "no answer; does latentpad listen on port $port?" >&2
  exit 1
}

hello() {
  oscsend 127.0.0.1 "$port" /latentpad/hello i "$reply_port"
}

until_answered hello /latentpad/welcome
oscsend 127.0.0.1 "$port" /latentpad/generate iff 7 "$x" "$y"
until_answered : /latentpad/done
