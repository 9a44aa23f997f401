from django.urls import path

from contacts.merging import views

urlpatterns = [
    path("doubles/", views.doubles, name="doubles"),
    path("doubles/<int:suggestion_id>/dismissal/", views.dismissal, name="double_dismissal"),
    path("<int:contact_id>/merge/", views.merge, name="merge"),
    path("merges/<int:merge_id>/undo/", views.undo, name="merge_undo"),
]
