"""Everything that leaves the building."""
