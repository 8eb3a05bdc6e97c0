"""The OSC daemon: receiving, dispatching, queueing and replying."""
