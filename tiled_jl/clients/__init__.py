"""What a user holds: one client for each family of nodes."""
