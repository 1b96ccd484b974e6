"""Pages that one parser cannot read."""

from inboxguard.mail.html import _soup, read_html
from inboxguard.mail.page import Page


def test_both_parsers_read_a_page_alike():
    """The second parser gives the same words and links as the first, without comments, scripts and styles."""
    markup = (
        "<?xml version='1.0'?><!DOCTYPE html><html><head><title>t</title><style>.g{display:none}</style></head><body>"
        "<!-- c --><p>one <a href='https://a.example' class='b c'>two</a></p><p class='g'>gone</p><script>s</script></body></html>"
    )
    page = Page()
    assert _soup(page, markup) == ""
    page.close()
    again = [(found.block.text, found.block.look.seen, found.block.links) for found in page.zoned]
    assert again == [(block.text, block.look.seen, block.links) for block in read_html(markup).blocks]


def test_a_page_too_wild_for_the_second_parser_is_said_to_be_unread():
    """A page with very many comments is not given to a parser that is slow on them."""
    assert _soup(Page(), "<!--" * 200) != ""


def test_words_that_no_parser_shows_are_damage():
    """Text that stands in a page but comes out of no parser makes the message unread, never empty."""
    reading = read_html("<!-- " + "words " * 50)
    assert reading.blocks == ()
    assert [found.fatal for found in reading.damage] == [True]


def test_a_page_of_only_a_script_is_simply_empty():
    """Nothing to show is not the same as something unread."""
    assert read_html("<html><script>var a = 'words';</script></html>").damage == ()
