"""What packs give, brought into the store: the plan, the run, undo, shift, conflicts, explain."""
