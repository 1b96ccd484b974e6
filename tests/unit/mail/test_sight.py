"""What a person sees of HTML."""

import pytest

from inboxguard.mail import colour
from inboxguard.mail.html import read_html
from inboxguard.mail.message import Seen
from inboxguard.mail.sight import length_px
from inboxguard.mail.style import Sheet


def look_of(markup: str, words: str = "words"):
    found = [block for block in read_html(markup).blocks if words in block.text]
    assert len(found) == 1
    return found[0].look


@pytest.mark.parametrize(
    ("markup", "seen", "why"),
    [
        ("<p>words</p>", Seen.VISIBLE, ""),
        ("<p style='display:none'>words</p>", Seen.HIDDEN, "display:none"),
        ("<p style='DISPLAY : NONE !important'>words</p>", Seen.HIDDEN, "display:none"),
        ("<div style='display:none'><p style='display:block'>words</p></div>", Seen.HIDDEN, "display:none"),
        ("<div style='visibility:hidden'><p style='visibility:visible'>words</p></div>", Seen.VISIBLE, ""),
        ("<div style='font-size:0'><p style='font-size:13px'>words</p></div>", Seen.VISIBLE, ""),
        ("<div style='font-size:0'><p style='font-size:2em'>words</p></div>", Seen.HIDDEN, "font-size:0px"),
        ("<p style='font-size:.1em'>words</p>", Seen.HIDDEN, "font-size:1.6px"),
        ("<div style='opacity:.2'><p style='opacity:.2'>words</p></div>", Seen.HIDDEN, "opacity:0"),
        ("<div style='height:0;overflow:hidden'>words</div>", Seen.HIDDEN, "height:0;overflow:hidden"),
        ("<div style='height:0'>words</div>", Seen.VISIBLE, ""),
        ("<p style='text-indent:-9999px'>words</p>", Seen.HIDDEN, "text-indent"),
        ("<p style='mso-hide:all'>words</p>", Seen.UNKNOWN, "mso-hide:all"),
        ("<p style='position:absolute;left:-9999px'>words</p>", Seen.UNKNOWN, "moved off the page"),
        ("<p style='color:#fff;background:#fff'>words</p>", Seen.HIDDEN, "text in the colour of its background"),
        ("<p style='color:#fff'>words</p>", Seen.UNKNOWN, "text in the colour of its background"),
        ("<table bgcolor=black><td style='color:#fff'>words</td></table>", Seen.VISIBLE, ""),
        ("<table background=x.png><td style='color:#fff'>words</td></table>", Seen.VISIBLE, ""),
        ("<font color=white><span style='background-color:rgb(255, 255, 255)'>words</span></font>", Seen.HIDDEN,
         "text in the colour of its background"),
        ("<style>p.x{display:none}</style><p class='a x'>words</p>", Seen.HIDDEN, "display:none"),
        ("<style>.x{display:none}</style><p class=x style='display:block'>words</p>", Seen.VISIBLE, ""),
        ("<style>.x{display:none!important}</style><p class=x style='display:block'>words</p>", Seen.HIDDEN, "display:none"),
        ("<style>@media (max-width:600px){.x{display:none}}</style><p class=x>words</p>", Seen.VISIBLE, ""),
        ("<style>/* { */ .y,.x{display:none}</style><p class=x>words</p>", Seen.HIDDEN, "display:none"),
        ("<style>table .x{display:none}</style><p class=x>words</p>", Seen.UNKNOWN, "display:none"),
        ("<style>#i{display:block}.x{display:none}</style><p class=x id=i>words</p>", Seen.VISIBLE, ""),
    ],
)  # fmt: skip
def test_whether_words_are_seen(markup, seen, why):
    """Inheritance, the nearest font size, known backgrounds and the cascade decide; what is not known stays unknown."""
    look = look_of(markup)
    assert (look.seen, look.why) == (seen, why)


def test_the_contrast_is_known_only_when_both_colours_are():
    """A stated text colour on a stated background has a ratio; a picture behind it leaves none."""
    assert look_of("<p style='color:#777;background:#fff'>words</p>").contrast == pytest.approx(4.48, abs=0.01)
    assert look_of("<p style='color:#777;background:url(x) #fff'>words</p>").contrast is None
    assert look_of("<p>words</p>").contrast is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#fff", (255, 255, 255, 1.0)), ("FFFFFF", (255, 255, 255, 1.0)), ("rgb(10%, 0, 255)", (26, 0, 255, 1.0)),
        ("rgba(0,0,0,.5)", (0, 0, 0, 0.5)), ("White", (255, 255, 255, 1.0)), ("transparent", colour.TRANSPARENT),
        ("hsl(0 0% 0%)", colour.UNSETTLED), ("var(--x)", colour.UNSETTLED), ("nonsense", None), ("#ggg", None),
    ],
)  # fmt: skip
def test_colours_are_read(text, expected):
    """Hexadecimal, functional and named colours are read; what depends on more is unsettled."""
    assert colour.read_colour(text) == expected


def test_black_on_white_has_the_greatest_contrast():
    """The WCAG ratio runs from 1 to 21."""
    assert colour.contrast((0, 0, 0, 1.0), colour.WHITE) == 21.0
    assert colour.contrast(colour.WHITE, colour.WHITE) == 1.0


@pytest.mark.parametrize(
    ("text", "px"), [("12pt", 16), ("2em", 20), ("50%", 5), ("1rem", 16), ("0", 0), ("small", 13), ("2vw", None)]
)
def test_lengths_come_in_pixels(text, px):
    """Any unit that can be settled is given in CSS pixels."""
    assert length_px(text, parent=10) == (None if px is None else pytest.approx(px))


def test_links_have_their_places_and_looks():
    """A link's offsets cut its text out of the block, and a hidden link keeps why it is hidden."""
    (block, hidden) = read_html(
        "<p>To stop, <a href='https://a.example/u'> click\n<b>here</b> </a>now"
        "<span style='display:none'> or <a href='https://a.example/h'>there</a></span></p>"
    ).blocks
    (link,) = block.links
    assert block.text == "To stop, click here now"
    assert block.text[link.start : link.end] == link.text == "click here"
    assert (hidden.links[0].target, hidden.links[0].look.seen) == ("https://a.example/h", Seen.HIDDEN)


def test_a_link_over_several_blocks_stands_in_each():
    """An anchor around a table is offered by each of its cells."""
    blocks = read_html("<a href='https://a.example'><table><td>one</td><td>two</td></table></a>").blocks
    assert [(block.text, len(block.links)) for block in blocks] == [("one", 1), ("two", 1)]


def test_an_image_link_gives_its_alternative_text():
    """A link around an image shows the image; a one-pixel image shows nothing."""
    (block,) = read_html("<a href='https://a.example'><img src=x alt='Leave  us'></a>").blocks
    assert (block.links[0].text, block.links[0].image_only, block.links[0].look.seen) == (
        "Leave us",
        True,
        Seen.VISIBLE,
    )
    (pixel,) = read_html("<a href='https://a.example'><img src=x width=1 height=1></a>").blocks
    assert pixel.links[0].look.seen is Seen.HIDDEN


def test_a_link_inside_a_link_ends_the_first():
    """Browsers do not nest anchors."""
    (block,) = read_html("<p><a href='x'>one <a href='y'>two</a></p>").blocks
    assert [(link.text, link.target) for link in block.links] == [("one", "x"), ("two", "y")]


def test_preformatted_text_keeps_its_lines():
    """Inside pre a line end is a line end."""
    assert [block.text for block in read_html("<pre>a  b\nc</pre>").blocks] == ["a  b\nc"]


def test_deep_links_are_all_found():
    """Three hundred levels of nesting lose no link."""
    blocks = read_html("<div><font><a href=x>y</a> " * 300).blocks
    assert sum(len(block.links) for block in blocks) == 300


def test_a_sheet_without_rules_costs_nothing():
    """An element is looked up only when there is something to find."""
    assert Sheet().matching("p", "x", "") == []
