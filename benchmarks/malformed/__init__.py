"""Malformed documents and bodies, thrown at whatever reads them."""
