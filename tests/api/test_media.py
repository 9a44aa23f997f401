"""Programs bring files, fetch them, and are told why not."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT

from inbox.models import Media
from tests.inbox.files import HTML, noise, picture, stored


def brings(program, conversation, content, **more):
    body = {"conversation": conversation.pk, "file": SimpleUploadedFile("praia.jpg", content), **more}
    return program.post("media/", body, content_type=MULTIPART_CONTENT)


def test_a_program_brings_a_file_and_fetches_it(asks, conversation, bruno):
    answer = brings(asks, conversation, picture())
    told = answer.json()
    assert answer.status_code == 201
    assert (told["kind"], told["mime"], told["filename"], told["state"]) == (
        "image",
        "image/jpeg",
        "praia.jpg",
        "stored",
    )
    assert Media.objects.get(public_id=told["id"]).author == bruno
    fetched = asks.get(told["url"].partition("8000")[2])
    assert b"".join(fetched.streaming_content) == picture()
    assert fetched["X-Content-Type-Options"] == "nosniff"


def test_a_part_of_a_file(asks, conversation):
    media = stored(conversation, noise(1000))
    answer = asks.browser.get(f"/api/v1/media/{media.public_id}/", headers={"Range": "bytes=10-19"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, noise(1000)[10:20])


def test_a_refusal_says_the_limit(asks, conversation, is_problem):
    large = brings(asks, conversation, b"\xff\xd8\xff" + noise(5 * 1024 * 1024))
    assert is_problem(large, 400, "invalid") == {"file": "too_large"}
    assert "pictures of at most 5 MB" in large.json()["errors"][0]["detail"]
    assert is_problem(brings(asks, conversation, HTML), 400, "invalid") == {"file": "type"}
    missing = asks.post("media/", {"conversation": 1}, content_type=MULTIPART_CONTENT)
    assert is_problem(missing, 400, "invalid") == {"file": "required"}
    assert not Media.objects.exists()


def test_a_program_of_another_team_sees_and_brings_nothing(program, chitra, conversation, is_problem):
    media = stored(conversation, b"hello")
    hers = program(chitra)
    assert hers.get(f"media/{media.public_id}/").status_code == 404
    answer = brings(hers, conversation, picture())
    assert is_problem(answer, 400, "invalid") == {"conversation": "does_not_exist"}


def test_without_the_scope_nothing_is_brought(program, bruno, conversation, is_problem):
    is_problem(brings(program(bruno, "conversations.read"), conversation, picture()), 403, "permission_denied")


def test_an_unsaid_file_is_taken_away(asks, program, ada, conversation, says):
    told = brings(asks, conversation, picture()).json()
    assert program(ada).delete(f"media/{told['id']}/").status_code == 404
    assert asks.delete(f"media/{told['id']}/").status_code == 204
    assert not Media.objects.exists()
    told = brings(asks, conversation, picture()).json()
    Media.objects.update(message=says("Hello"))
    assert asks.delete(f"media/{told['id']}/").status_code == 404


def test_a_message_names_its_files(asks, conversation, says):
    message = says("Look", kind="image")
    here = stored(conversation, picture(), mime="image/jpeg", kind="image", message=message)
    Media.objects.create(conversation=conversation, message=message, kind="image", reason="unreachable")
    [told] = asks.get(f"conversations/{conversation.pk}/messages/").json()["results"]
    assert [file["state"] for file in told["media"]] == ["stored", "waiting"]
    assert [file["url"] is None for file in told["media"]] == [False, True]
    assert told["media"][0]["id"] == str(here.public_id)
    assert told["media"][1]["reason"] == "unreachable"
