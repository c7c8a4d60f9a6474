"""Intelligence into the cache: the calls to Claude, batches, pacing, the run."""
