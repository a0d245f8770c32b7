"""The kernel side of the user interface: answers the requests of a page."""
