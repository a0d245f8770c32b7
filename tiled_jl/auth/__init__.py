"""Who asks: credentials, where they are found and where they are kept."""
