"""What customers send is brought here: once, whole, checked, and as long as WhatsApp has it."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.utils import timezone

from contacts.models import ContactKey
from inbox.media import fetching
from inbox.models import Media
from inbox.tasks import sweep_media
from nxtchat.live import stream
from nxtchat.redis import client as redis
from nxtchat.whatsapp.models import Number
from tests.inbox.fetching import arrived, content_of, fetched, files_in, found, make_due
from tests.inbox.files import SVG, bomb, moving, noise, picture
from tests.small_graph import hang_up, refuse

__all__ = ["arrived"]


@pytest.fixture
def sent(whatsapp):
    """Ana sends a file: `sent(content)` says Meta's id of it."""

    def send(content, mime="image/jpeg", kind="image"):
        encoded = base64.b64encode(content).decode()
        whatsapp.say(type=kind, silently=True, **{kind: {"content": encoded, "mime_type": mime}})
        return list(whatsapp.server.world.media)[-1]

    return send


def test_a_picture_comes_here_with_all_that_it_shows(arrived, sent, django_capture_on_commit_callbacks):
    media = arrived(sent(picture((1200, 800))), mime="image/jpeg")
    with django_capture_on_commit_callbacks(execute=True):
        fetched(media)
    assert media.state == Media.State.STORED and media.reason == ""
    assert content_of(media) == picture((1200, 800))
    assert (media.mime, media.width, media.height) == ("image/jpeg", 1200, 800)
    assert media.size == len(picture((1200, 800))) and media.sha256 == sha256(picture((1200, 800))).hexdigest()
    assert content_of(media, copy="thumbnail")[8:12] == b"WEBP"
    [(_id, told)] = redis().xrange(stream.STREAM)
    assert told["kind"] == "message.changed"


def test_a_picture_from_a_phone_held_sideways_stands_upright(arrived, sent):
    media = fetched(arrived(sent(picture((600, 300), turn=6))))
    assert (media.width, media.height) == (300, 600)


def test_of_a_moving_sticker_the_first_moment_is_the_small_picture(arrived, sent):
    media = fetched(arrived(sent(moving(), "image/webp", "sticker"), kind="sticker"))
    assert (media.mime, media.width, media.height) == ("image/webp", 200, 100)
    assert media.thumbnail_path


def test_the_content_says_what_it_is_not_the_sender(arrived, sent):
    media = fetched(arrived(sent(SVG, "image/png"), mime="image/png", filename="cat.png"))
    assert (media.state, media.mime, media.thumbnail_path) == ("stored", "image/svg+xml", "")


def test_a_broken_picture_is_kept_without_a_small_one(arrived, sent):
    media = fetched(arrived(sent(picture()[:500])))
    assert (media.state, media.width, media.thumbnail_path) == ("stored", None, "")


def test_a_bomb_is_not_kept(arrived, sent, tmp_path):
    media = fetched(arrived(sent(bomb(), "image/png")))
    assert (media.state, media.reason, media.path) == ("refused", "bomb", "")
    assert not files_in(tmp_path / "spool") and not (tmp_path / "media").exists()


def test_fetched_once_however_often_the_task_runs(arrived, sent, whatsapp):
    media = fetched(arrived(sent(picture())))
    path = media.path
    assert fetched(media).path == path
    assert len([call for call in whatsapp.log if "media_files" in call["path"]]) == 1


def test_a_file_without_end_is_cut_off(arrived, graph, tmp_path):
    read = []

    def without_end(heard):
        def pieces():
            for _ in range(400):
                read.append(1)
                yield b"x" * 1024 * 1024

        return 200, pieces()

    graph.answers = [found(graph, sha256="", file_size=2_000_000)[0], without_end]
    media = fetched(arrived())
    assert (media.state, media.reason) == ("refused", "too_large")
    assert len(read) < 40 and not files_in(tmp_path)


def test_more_than_whatsapp_allows_is_not_begun(arrived, graph):
    graph.answers = [found(graph, file_size=101 * 1024 * 1024)[0]]
    assert fetched(arrived()).reason == "too_large"
    assert len(graph.heard) == 1


def test_other_bytes_than_were_announced_are_tried_again_and_then_refused(arrived, graph, tmp_path):
    media = arrived(sha256=sha256(b"what was sent").hexdigest())
    for _ in range(fetching.SURE_AFTER):
        assert media.state == Media.State.WAITING
        graph.answers = found(graph, b"what came here", sha256="")
        make_due(media)
        fetched(media)
    assert (media.state, media.reason) == ("refused", "wrong_hash")
    assert not files_in(tmp_path)


@pytest.mark.parametrize("write", [lambda digest: digest.hex(), lambda digest: base64.b64encode(digest).decode()])
def test_the_hash_may_be_written_either_way(arrived, graph, write):
    content = noise(500)
    graph.answers = found(graph, content, sha256=write(sha256(content).digest()))
    assert fetched(arrived()).state == Media.State.STORED


def test_without_a_connection_it_is_tried_later_and_later(arrived, graph):
    media, waits = arrived(), []
    for _ in range(4):
        make_due(media)
        graph.answers = [hang_up]
        fetched(media)
        waits.append((media.next_attempt_at - timezone.now()).total_seconds())
    assert media.state == Media.State.WAITING and media.reason == "unreachable"
    assert waits == sorted(waits) and waits[-1] > 3 * waits[0]


def test_a_file_that_breaks_off_leaves_nothing_and_comes_later(arrived, graph, tmp_path):
    media, content = arrived(), noise(300_000)
    graph.answers = found(graph, content)
    graph.answers[1] = lambda heard: (200, iter([content[:100_000]]))
    fetched(media)
    assert media.state == Media.State.WAITING and not files_in(tmp_path)
    make_due(media)
    graph.answers = found(graph, content)
    assert content_of(fetched(media)) == content


def test_a_broken_token_stops_the_number_and_the_file_waits(arrived, graph, number):
    media = arrived()
    graph.answers = [refuse(190, status=401)]
    fetched(media)
    number.refresh_from_db()
    assert (media.state, media.reason, number.stopped_code) == ("waiting", "stopped", 190)
    make_due(media)
    assert fetched(media).attempts == 1 and len(graph.heard) == 1
    assert media.pk not in fetching.overdue()
    Number.objects.update(stopped_code=None, stopped_at=None)
    graph.answers = found(graph, picture())
    assert fetched(media).state == Media.State.STORED


def test_what_whatsapp_does_not_know_is_given_up_after_some_tries(arrived, graph):
    media = arrived()
    for _ in range(fetching.SURE_AFTER):
        assert media.state == Media.State.WAITING
        make_due(media)
        graph.answers = [refuse(100, error_subcode=33)]
        fetched(media)
    assert media.state == Media.State.EXPIRED


def test_what_whatsapp_has_forgotten_is_said_to_be_gone(arrived, graph):
    late = arrived(meta_id_until=timezone.now() - timedelta(minutes=1))
    old = arrived(meta_id_until=None, created_at=timezone.now() - timedelta(days=8))
    fresh = arrived()
    fetching.fetch_many([late.pk])
    assert graph.heard[0].path.endswith("/1") and len(graph.heard) == 1  # the fresh one
    sweep_media()
    states = {media.pk: media.state for media in Media.objects.all()}
    assert states == {late.pk: "expired", old.pk: "expired", fresh.pk: "waiting"}


def test_a_worker_that_died_is_followed_by_another(arrived, graph):
    media = arrived()
    assert fetching._claim(media)  # and then it died
    fetched(media)
    assert (media.attempts, len(graph.heard)) == (1, 0)  # its time is not up
    Media.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert media.pk in fetching.overdue()
    graph.answers = found(graph, picture())
    assert fetched(media).state == Media.State.STORED


def test_a_worker_that_was_thought_dead_changes_nothing(transactional_db, arrived, graph, tmp_path):
    media = arrived()

    def slow(heard):
        Media.objects.update(attempts=7)  # another one took it up meanwhile
        return 200, picture()

    graph.answers = [found(graph, picture())[0], slow]
    assert fetched(media).path == "" and media.state == Media.State.WAITING
    assert not files_in(tmp_path)


def test_two_workers_fetch_one_file_once(transactional_db, arrived, graph):
    media = arrived()
    graph.answers = found(graph, picture())

    def work(_):
        try:
            fetching.fetch(media.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    media.refresh_from_db()
    assert (media.state, media.attempts, len(graph.heard)) == ("stored", 1, 2)


def test_whoever_was_erased_while_their_file_came_leaves_no_file(transactional_db, arrived, graph, tmp_path):
    media = arrived()

    def erased(heard):
        ContactKey.objects.all().delete()
        return 200, picture()

    graph.answers = [found(graph, picture())[0], erased]
    fetching.fetch(media.pk)
    assert not files_in(tmp_path)
    assert Media.objects.get().state == Media.State.WAITING


def test_a_full_disk_loses_nothing(arrived, graph, tmp_path, settings):
    media = arrived()
    (tmp_path / "full").write_text("no folder")
    settings.STORAGES["media"]["OPTIONS"]["location"] = tmp_path / "full"
    graph.answers = found(graph, picture())
    fetched(media)
    assert (media.state, media.reason, media.path) == ("waiting", "no_room", "")
    assert not files_in(tmp_path / "spool")
