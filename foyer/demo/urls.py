"""The paths of the demo shop."""

from django.urls import path, re_path

from foyer.demo import views

urlpatterns = [
    path("", views.page, name="demo"),
    re_path(r"^(?P<name>[a-z-]+\.html)$", views.page, name="demo_page"),
    re_path(r"^(?P<name>[A-Za-z0-9/_-]+\.(?:css|js|svg|png))$", views.asset, name="demo_asset"),
]
