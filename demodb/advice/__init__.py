"""What is said about an account: the prompt and its excerpt, the brief by rules and its wording. Pure, without a store."""
