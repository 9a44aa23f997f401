from django.urls import path

from inbox.views import blocking, composing, confirming, fragments, media, numbers, opening, pages, saying, turns, words

app_name = "inbox"
urlpatterns = [
    path("", pages.inbox, name="inbox"),
    path("fragments/", fragments.fragments, name="fragments"),
    path("banner/", fragments.banner, name="banner"),
    path("c/<int:conversation_id>/", pages.conversation, name="conversation"),
    path("c/<int:conversation_id>/contact/", pages.contact, name="contact"),
    path("c/<int:conversation_id>/replies/", words.replies, name="replies"),
    path("c/<int:conversation_id>/messages/", saying.messages, name="messages"),
    path("c/<int:conversation_id>/saying/<slug:what>/", composing.saying, name="saying"),
    path("c/<int:conversation_id>/typing/", saying.typing, name="typing"),
    path("messages/<int:message_id>/reactions/", saying.reactions, name="reactions"),
    path("c/<int:conversation_id>/notes/", words.notes, name="notes"),
    path("c/<int:conversation_id>/assignment/", turns.assignment, name="assignment"),
    path("c/<int:conversation_id>/state/", turns.state, name="state"),
    path("c/<int:conversation_id>/blocking/", blocking.blocking, name="blocking"),
    path("c/<int:conversation_id>/read/", turns.read, name="read"),
    path("c/<int:conversation_id>/media/", media.uploads, name="uploads"),
    path("media/<uuid:public_id>/", media.file, name="media"),
    path("media/<uuid:public_id>/thumbnail/", media.thumbnail, name="thumbnail"),
    path("media/<uuid:public_id>/playable/", media.playable, name="playable"),
    path("contacts/<int:contact_id>/template/", opening.template, name="opening"),
    path("numbers/<int:number_id>/teams/", numbers.teams, name="number_teams"),
    path("numbers/<int:number_id>/confirmations/", confirming.confirmations, name="number_confirmations"),
    path("numbers/<int:number_id>/sending/", numbers.sending, name="number_sending"),
    path("messages/<int:message_id>/retry/", words.retry, name="retry"),
    path("messages/<int:message_id>/cancellation/", words.cancellation, name="cancellation"),
    path("messages/<int:message_id>/settlement/", words.settlement, name="settlement"),
]
