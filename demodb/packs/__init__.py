"""Template packs: format, revisions, keyed draws, invented people; a pack and an account's facts to documents. No store."""
