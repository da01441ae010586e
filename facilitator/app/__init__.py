"""The Textual app: `main` wires and ticks, `door` stands before a session, `room` is a session on the screen."""

from facilitator.app.main import FacilitatorApp

__all__ = ["FacilitatorApp"]
