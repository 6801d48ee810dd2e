"""A small organisation's exports, and the seeded script that makes them."""
