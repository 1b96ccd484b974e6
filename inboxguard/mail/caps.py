"""How much of a message is read.

A message is written by an adversary, so every reader in this package is bounded by a figure that stands here.
The one fact a newcomer would get wrong: passing a cap is not an error but an answer: the message is marked as not
completely read, and whoever judges it has to leave it where it lies.
"""

HEADER_BLOCK_BYTES = 256 * 1024
HEADER_BYTES = 64 * 1024
HEADER_COUNT = 1000
MIME_DEPTH = 50
MIME_PARTS = 500
TEXT_CHARS = 1024 * 1024
HTML_CHARS = 512 * 1024
HTML_EVENTS = 24_000
HTML_PIECES = 150_000
HTML_DEPTH = 1_000
HTML_BLOCKS = 6_000
STYLE_STEPS = 150_000
TEXT_LINES = 20_000
STYLE_CHARS = 100_000
LINKS = 2_000
MAILBOXES = 2_000
PARAMETERS = 100
REFERENCES = 200
