"""The limits against whatever JSON a program may send."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nxtchat.whatsapp.limits import KINDS, faults


@given(size=st.integers(4000, 4200))
def test_the_edge_of_a_text_is_where_meta_says(size):
    assert bool(faults("text", {"body": "x" * size})) is (size > 4096)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(
        ["type", "body", "text", "action", "buttons", "reply", "id", "sections", "rows", "name", "parameters", "cards",
         "header", "image", "components", "language", "phones", "latitude", "emoji", "link"]) | st.text(max_size=5),
        inner, max_size=4),
    max_leaves=25,
)  # fmt: skip
KINDS_OF_INTERACTIVE = ["button", "list", "cta_url", "flow", "product_list", "carousel", "catalog_message", "product"]


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(KINDS), content=JSON)
def test_no_json_whatever_upsets_the_look_through(kind, content):
    for fault in faults(kind, content):
        assert fault.words and isinstance(fault.where, str)


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(KINDS_OF_INTERACTIVE), action=JSON, header=JSON, body=JSON)
def test_nor_does_any_content_of_an_interactive_message(kind, action, header, body):
    assert isinstance(faults("interactive", {"type": kind, "action": action, "header": header, "body": body}), list)
