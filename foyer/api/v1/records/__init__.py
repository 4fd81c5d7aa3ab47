"""The records of the CRM as resources: one code for all modules, driven by the description of their fields."""
