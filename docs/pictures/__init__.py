"""Draws the pictures of the documentation from the running program: `make pictures`.

Each is an SVG without anything random in it and without a font from elsewhere, so that a second run writes the same
files, and a difference is a change in what is seen.
"""
