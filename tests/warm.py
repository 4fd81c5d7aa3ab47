"""What a server does before its first page, done before it is forked (served.py): views, static files, templates."""

import gc

from django.core.handlers.wsgi import WSGIHandler
from django.template import engines
from django.urls import get_resolver

import foyer.project.server  # noqa: F401
from foyer.__main__ import YOUNG

len(get_resolver().url_patterns)
WSGIHandler()
_templates = engines["jinja2"].env
for _name in _templates.list_templates(extensions=["jinja"]):
    _templates.get_template(_name)
gc.set_threshold(YOUNG)
gc.collect()
gc.freeze()
