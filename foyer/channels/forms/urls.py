"""The public paths of forms; anybody may open them."""

from django.urls import path

from foyer.channels.forms import views

urlpatterns = [
    path("embed.js", views.asset, {"name": "embed.js"}, name="form_embed"),
    path("form.js", views.asset, {"name": "form.js"}, name="form_script"),
    path("form.css", views.asset, {"name": "form.css"}, name="form_style"),
    path("<slug:form_key>/", views.form, name="form"),
    path("<slug:form_key>/thanks/", views.thanks, name="form_thanks"),
]
