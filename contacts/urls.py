from django.urls import include, path

from contacts.views import acting, exporting, list, person, segments, vocabulary

app_name = "contacts"
urlpatterns = [
    path("imports/", include("contacts.imports.urls")),
    path("", include("contacts.merging.urls")),
    path("", include("contacts.consent.urls")),
    path("", list.contacts, name="contacts"),
    path("export.<str:kind>", exporting.export, name="export"),
    path("columns/", list.look, name="look"),
    path("actions/", acting.act, name="act"),
    path("actions/<int:action_id>/undo/", acting.undo, name="undo"),
    path("segments/", segments.all_of_them, name="segments"),
    path("segments/<int:segment_id>/", segments.change, name="segment"),
    path("segments/<int:segment_id>/count/", segments.count, name="segment_count"),
    path("segments/<int:segment_id>/removal/", segments.remove, name="segment_removal"),
    path("words/", vocabulary.words, name="words"),
    path("words/fields/", vocabulary.define, name="fields"),
    path("words/fields/<int:field_id>/", vocabulary.redefine, name="field"),
    path("words/fields/<int:field_id>/removal/", vocabulary.forget, name="field_removal"),
    path("words/<str:kind>/", vocabulary.add, name="word_added"),
    path("words/<str:kind>/<int:pk>/", vocabulary.rename, name="word"),
    path("words/<str:kind>/<int:pk>/removal/", vocabulary.remove, name="word_removal"),
    path("<int:contact_id>/", person.contact, name="contact"),
    path("<int:contact_id>/history/", person.history, name="history"),
    path("<int:contact_id>/name/", person.name, name="name"),
    path("<int:contact_id>/fields/<int:field_id>/", person.field, name="contact_field"),
    path("<int:contact_id>/words/", person.word, name="contact_word"),
    path("<int:contact_id>/notes/", person.note, name="contact_note"),
    path("<int:contact_id>/favourite/", person.favourite, name="favourite"),
]
