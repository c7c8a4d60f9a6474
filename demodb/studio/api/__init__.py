"""The API for programs under /api/: its operations, what they take and send, and the document that describes them."""
