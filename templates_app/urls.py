from django.urls import path

from templates_app.views import drafts, listing, one

app_name = "templates_app"
urlpatterns = [
    path("", listing.templates, name="templates"),
    path("syncs/", listing.sync, name="sync"),
    path("drafts/", drafts.begin, name="drafts"),
    path("drafts/<int:draft_id>/", drafts.draft, name="draft"),
    path("drafts/<int:draft_id>/checks/", drafts.check, name="check"),
    path("drafts/<int:draft_id>/removal/", drafts.removal, name="draft_removal"),
    path("<int:template_id>/", one.template, name="template"),
    path("<int:template_id>/copies/", one.copies, name="copies"),
    path("<int:template_id>/changes/", one.changes, name="changes"),
    path("<int:template_id>/removal/", one.removal, name="removal"),
    path("<int:template_id>/restart/", one.restart, name="restart"),
]
