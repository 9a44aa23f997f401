from django.urls import path

from contacts.imports import views, views_work

urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:import_id>/", views.current, name="import"),
    path("<int:import_id>/file/", views.file, name="import_file"),
    path("<int:import_id>/columns/", views.columns, name="import_columns"),
    path("<int:import_id>/consent/", views.consent, name="import_consent"),
    path("<int:import_id>/removal/", views.removal, name="import_removal"),
    path("<int:import_id>/check/", views_work.check, name="import_check"),
    path("<int:import_id>/check/rows/<int:line>/", views_work.row, name="import_row"),
    path("<int:import_id>/refused.csv", views_work.refused_file, name="import_refused"),
    path("<int:import_id>/result/", views_work.result, name="import_result"),
    path("<int:import_id>/run/", views_work.run, name="import_run"),
    path("<int:import_id>/stop/", views_work.stop, name="import_stop"),
    path("<int:import_id>/undo/", views_work.undo, name="import_undo"),
]
