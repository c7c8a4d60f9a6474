"""What an account plan is: documents, names, canonical JSON. Pure: no effects, no imports of ours but errors."""
