"""From latents to points of the map."""
