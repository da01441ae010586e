"""How fast the program is beside the least that the same thing could cost. Prints figures; nothing fails by them."""
