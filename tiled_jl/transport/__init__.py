"""How requests travel: the one place that sends, and what it is made of."""
