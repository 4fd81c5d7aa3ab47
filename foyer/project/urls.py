"""Every path of the desk, the API and the demo shop. The hot paths stand in edge/app.py."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("foyer.api.urls")),
    path("demo/", include("foyer.demo.urls")),
    path("forms/", include("foyer.channels.forms.urls")),
    path("", include("foyer.desk.records.urls")),  # first: others have `<module:…>` in their paths too
    path("", include("foyer.desk.entry.urls")),
    path("", include("foyer.desk.installed.urls")),
    path("", include("foyer.desk.notifications.urls")),
    path("", include("foyer.desk.live.urls")),
    path("", include("foyer.desk.status.urls")),
    path("", include("foyer.desk.inbox.urls")),
    path("", include("foyer.desk.mails.urls")),
    path("", include("foyer.desk.runs.urls")),
    path("", include("foyer.desk.deals.urls")),
    path("", include("foyer.desk.activities.urls")),
    path("", include("foyer.desk.notes.urls")),
    path("", include("foyer.desk.files.urls")),
    path("", include("foyer.desk.find.urls")),
    path("", include("foyer.desk.lists.urls")),
    path("", include("foyer.desk.converting.urls")),
    path("", include("foyer.desk.merging.urls")),
    path("", include("foyer.desk.visits.urls")),
    path("", include("foyer.desk.reports.urls")),
    path("", include("foyer.desk.setup.urls")),
    path("", include("foyer.desk.privacy.urls")),
    path("", include("foyer.desk.doctor.urls")),
    path("", include("foyer.desk.crm_setup.urls")),
    path("", include("foyer.desk.forms.urls")),
]
handler403 = "foyer.desk.errors.not_allowed"
handler404 = "foyer.desk.errors.not_found"
handler500 = "foyer.desk.errors.broken"
