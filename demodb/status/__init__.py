"""Whether the demo is ready: what is there, what blocks, and the command that mends it."""
