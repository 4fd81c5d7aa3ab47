"""How much the doings of visitors count, and what visits know of who they are of."""
