"""Paths of entry. allauth looks for its own names, so the log-in has two."""

from django.urls import path
from django.views.i18n import set_language

from foyer.desk.access import public
from foyer.desk.entry import views, welcome

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.log_in, name="login"),
    path("login/", views.log_in, name="account_login"),
    path("logout/", views.log_out, name="logout"),
    path("language/", public(set_language), name="language"),
    path("welcome/", welcome.you, name="welcome"),
    path("welcome/website/", welcome.website, name="welcome_website"),
    path("welcome/team/", welcome.team, name="welcome_team"),
    path("welcome/done/", welcome.done, name="welcome_done"),
    path("join/<str:token>/", views.join, name="join"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.password, name="password"),
]
