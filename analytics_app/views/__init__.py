"""The pages: what is shown, in which order, in which words."""
