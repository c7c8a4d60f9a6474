"""The studio: a local web app over the store, to see whether the demo is ready and to mend it on the spot."""
