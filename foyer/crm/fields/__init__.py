"""The fields of the modules, standard and custom alike: one description for lists, forms, filters, import, API."""

from foyer.crm.fields.registry import field_of, fields_of
from foyer.crm.fields.types import BadValue, Field, Kind

__all__ = ["BadValue", "Field", "Kind", "field_of", "fields_of"]
