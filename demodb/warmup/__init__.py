"""Intelligence for the heroes: prompt, the call to Claude, briefs by rules, pacing, batches, the run."""
