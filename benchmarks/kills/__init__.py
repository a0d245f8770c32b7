"""What is under way, killed at moments spread over all of it, and what is left then."""
