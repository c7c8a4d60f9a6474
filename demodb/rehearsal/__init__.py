"""The rehearsal: what would go wrong in a demo, found by small pure checks over one moment of the store."""
