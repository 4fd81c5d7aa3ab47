"""Setup > CRM: fields, layouts, pick lists, pipelines, mode, assignment."""
