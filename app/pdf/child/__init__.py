"""The killable child that opens and draws the bytes of others, and the way to talk to it. `worker` is its owner."""
