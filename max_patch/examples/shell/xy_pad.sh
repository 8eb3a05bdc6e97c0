#!/bin/sh
# latentpad in a shell: request the point (x, y) of the map, and print the path of the new wav.
#
# Needs oscsend and oscdump (Debian: liblo-tools, Homebrew: liblo). Start latentpad, then
# sh xy_pad.sh 0.3 0.6 9310 9311  (x, y, latentpad's port, your own). It prints the replies and ends with the wav.
x=${1:-0.3} y=${2:-0.6} port=${3:-9310} reply_port=${4:-9311}

replies=$(mktemp)
oscdump -L "$reply_port" >"$replies" &
dump=$!
trap 'kill $dump 2>/dev/null; rm "$replies"' EXIT

# Calls the first argument every tenth of a second until the second is among the replies.
until_reply() {
  for _ in $(seq 100); do
    grep "$2" "$replies" && return
    kill -0 $dump 2>/dev/null || exit 1
    $1
    sleep 0.1
  done
  echo "no reply; is latentpad running on port $port?" >&2
  exit 1
}

hello() {
  oscsend 127.0.0.1 "$port" /latentpad/hello i "$reply_port"
}

until_reply hello /latentpad/welcome
oscsend 127.0.0.1 "$port" /latentpad/generate iff 7 "$x" "$y"
until_reply : /latentpad/done
