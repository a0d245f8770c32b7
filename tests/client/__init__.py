"""The tests of the client, on floors 1 to 5."""
