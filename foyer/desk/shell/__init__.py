"""The frame of every page: navigation, components, static files."""
