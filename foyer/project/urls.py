"""Every path of the desk, the API and the demo shop. The hot paths stand in edge/app.py."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
