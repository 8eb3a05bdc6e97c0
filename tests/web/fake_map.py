"""Prints what ``latentpad map --json`` prints, as the scenario in its first argument says."""

import json
import os
import signal
import sys
import time
from pathlib import Path

scenario, folder, output, first = sys.argv[1], *map(Path, sys.argv[2:5])


def tell(event, **values):
    print(json.dumps({"event": event, **values}), flush=True)


def stage(stage, done, remaining):
    tell("stage", stage=stage, done=done, total=3, remaining_seconds=remaining)


def wait():
    """Wait to be terminated."""
    while True:
        time.sleep(60)


if scenario == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
stage("scan", 0, None)
tell("scanned", files=3, kinds={"snare": 1, "kick": 2}, no_kind=0, loops=4)
tell("skipped", name="a/b.wav", reason="is silent")
if scenario == "garbage":
    print("Warning: something\n{\n[1]\nnull\n{}\n" + json.dumps({"event": "later"}), flush=True)
    os.write(1, b"\xff\xfe\n" + b"x" * 200_000 + b"\n")
    tell("stage", stage=5)
    tell("playable", bundle=None)
if scenario == "error":
    tell("error", message=f"{folder}: no audio in it (--loops uses them)")
    sys.exit(1)
if scenario == "killed":
    os.kill(os.getpid(), 9)
if scenario == "crash":
    print("Traceback\nMemoryError: it is too large", file=sys.stderr)
    sys.exit(3)
if scenario == "nothing":
    sys.exit(0)
stage("read", 1, 41.0)
first.mkdir(parents=True, exist_ok=True)
for number in (1, 2):
    bundle = first / f"{output.stem}-{number}.latentpad"
    bundle.write_text("first")
    tell("playable", bundle=str(bundle), sounds=number)
if scenario == "full":
    tell("error", message=f"{first}: cannot be written (No space left on device)", resumable=True)
    sys.exit(1)
if scenario in ("wait", "stubborn"):
    wait()
tell("note", text="3 sounds of 2 kinds, judging by the names (--labels, --kinds)")  # the summary says that
tell("note", text="All sounds are short (--seconds)")
output.write_text("bundle")
tell("finished", bundle=str(output), sounds=3)
