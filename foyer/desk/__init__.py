"""The pages of the people who work here, one folder per screen."""
