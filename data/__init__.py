"""Floor 1: what lasts. It keeps records whole and in order and does not know what they mean."""
