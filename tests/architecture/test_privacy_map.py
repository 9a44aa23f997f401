"""Nothing about a person is stored without saying so."""

from nxtchat.privacy_map import KEY, Category, Erase, NotPersonal, Personal, columns, load, problems


def some_columns(*labels: str) -> dict:
    everything = columns()
    return {label: everything[label] for label in labels}


def test_every_column_of_every_table_is_classified():
    assert problems(load(), columns()) == []


def test_a_table_of_a_library_counts_too():
    there = columns()
    assert "sessions.Session" in there
    assert "team.Team_members" in there


def test_a_column_that_nobody_classified_is_named():
    declared = {"contacts.Label": {"id": KEY, "name": NotPersonal("A word.")}}
    assert problems(declared, some_columns("contacts.Label")) == ["contacts.Label.colour is not classified."]


def test_a_table_that_nobody_classified_is_named_column_by_column():
    assert len(problems({}, some_columns("contacts.Label"))) == 3


def test_a_line_about_a_column_that_is_gone_is_named():
    whole = load()["contacts.Label"]
    there = some_columns("contacts.Label")
    assert problems({"contacts.Label": whole}, there) == []
    assert problems({"contacts.Label": {**whole, "size": KEY}}, there) == [
        "contacts.Label.size is declared but does not exist."
    ]


def test_a_line_about_a_table_that_is_gone_is_named():
    assert problems({"contacts.Fax": {"id": KEY}}, {}) == ["contacts.Fax is declared but does not exist."]


def test_a_path_that_leads_to_nobody_is_named():
    whole = load()["contacts.Identity"]
    there = some_columns("contacts.Identity")
    astray = Personal(category=Category.CONTACT, subject="contact__labels")
    assert problems({"contacts.Identity": whole}, there) == []
    [problem] = problems({"contacts.Identity": {**whole, "value": astray}}, there)
    assert "contacts.Identity.value has a subject path that does not lead to a person" in problem


def test_keeping_something_of_an_erased_person_needs_a_reason():
    whole = load()["contacts.Contact"]
    kept = Personal(category=Category.CONTACT, subject="self", erase=Erase.KEEP)
    [problem] = problems({"contacts.Contact": {**whole, "name": kept}}, some_columns("contacts.Contact"))
    assert problem.startswith("contacts.Contact.name is kept")


def test_saying_that_a_column_is_not_personal_needs_a_reason():
    [problem] = problems(
        {"contacts.Label": {**load()["contacts.Label"], "name": NotPersonal("")}}, some_columns("contacts.Label")
    )
    assert problem == "contacts.Label.name does not say why it is not personal."
