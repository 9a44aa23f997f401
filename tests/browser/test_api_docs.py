"""A developer reads the API's documentation, under the same strict policy as every page."""


def test_the_documentation_draws_itself_and_asks_nobody_else(page):
    page.goto("/api/docs/")
    page.get_by_text("/api/v1/conversations/{conversation_id}/messages/").first.wait_for()
    page.get_by_text("/api/v1/numbers/").first.click()
    page.get_by_text("The numbers that are connected").first.wait_for()
