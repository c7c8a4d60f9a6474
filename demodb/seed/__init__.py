"""Filling what is missing from template packs: packs, keyed draws, personas, sections, the run."""
