"""What reading and landing cost beside the engine's own load of the same file, and beside a peer."""
