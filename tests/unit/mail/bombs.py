"""Hostile messages too large to be kept as files: each is one way to make a reader slow or make it fall."""

from collections.abc import Callable

KB = 1024


def _message(header: bytes, body: bytes = b"hello\r\n") -> bytes:
    return b"From: Eve <eve@evil.example>\r\nSubject: bomb\r\n" + header + b"\r\n" + body


def _html(markup: str) -> bytes:
    return _message(b"Content-Type: text/html; charset=utf-8\r\n", markup.encode())


def _plain(text: str) -> bytes:
    return _message(b"Content-Type: text/plain; charset=utf-8\r\n", text.encode())


def _nested(depth: int) -> bytes:
    body = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(depth))
    body += b"--b%d\r\n\r\ndeep\r\n" % depth
    return _message(b"Content-Type: multipart/mixed; boundary=b0\r\n", body)


def _parts(count: int) -> bytes:
    body = b"--b\r\n\r\nx\r\n" * count + b"--b--\r\n"
    return _message(b"Content-Type: multipart/mixed; boundary=b\r\n", body)


def _open_boundaries() -> bytes:
    head = _nested(100)
    return head + b"--b1-not-a-boundary\r\n" * (900 * KB // 21)


BOMBS: dict[str, Callable[[], bytes]] = {
    "content type parameters": lambda: _message(b"Content-Type: text/plain" + b"; a=b" * (40 * KB) + b"\r\n"),
    "content type semicolons": lambda: _message(b"Content-Type: text/plain" + b";" * (60 * KB) + b"\r\n"),
    "content type quotes": lambda: _message(b"Content-Type: text/plain" + b';a="' * (15 * KB) + b"\r\n"),
    "parameter continuations": lambda: _message(
        b"Content-Type: text/plain" + b"".join(b"; a*%d*=x" % n for n in range(6000)) + b"\r\n"
    ),
    "from parentheses": lambda: _message(b"To: " + b"(" * (60 * KB) + b"\r\n"),
    "from closed parentheses": lambda: _message(b"To: " + b"()" * (30 * KB) + b"\r\n"),
    "from angles": lambda: _message(b"To: " + b"<" * (60 * KB) + b"\r\n"),
    "from quotes": lambda: _message(b"To: " + b'"' * (60 * KB) + b"\r\n"),
    "from backslashes": lambda: _message(b'To: "' + b"\\" * (60 * KB) + b"\r\n"),
    "many addresses": lambda: _message(b"To: " + b"a@b.example," * (5 * KB) + b"\r\n"),
    "many words": lambda: _message(b"To: " + b"a " * (30 * KB) + b"\r\n"),
    "commas": lambda: _message(b"To: " + b"," * (60 * KB) + b"\r\n"),
    "colons": lambda: _message(b"To: " + b"a:" * (30 * KB) + b"\r\n"),
    "message id angles": lambda: _message(b"Message-ID: " + b"<" * (60 * KB) + b"\r\n"),
    "references": lambda: _message(b"References: " + b"<a@b> " * (10 * KB) + b"\r\n"),
    "date digits": lambda: _message(b"Date: " + b"1" * (60 * KB) + b"\r\n"),
    "encoded words": lambda: _message(b"Subject: " + b"=?utf-8?q?=41?= " * (4 * KB) + b"\r\n"),
    "encoded word starts": lambda: _message(b"Subject: " + b"=?a?q?" * (10 * KB) + b"\r\n"),
    "encoded word questions": lambda: _message(b"Subject: =?" + b"?" * (60 * KB) + b"\r\n"),
    "encoded words of many charsets": lambda: _message(
        b"Subject: " + b"".join(b"=?x%d?q?a?= " % n for n in range(4000)) + b"\r\n"
    ),
    "header block": lambda: _message(b"X: y\r\n" * (200 * KB)),
    "header line": lambda: _message(b"X: " + b"y" * (900 * KB) + b"\r\n"),
    "header folds": lambda: _message(b"X: y" + b"\r\n " * (80 * KB) + b"\r\n"),
    "header without end": lambda: b"X: y\r\n" * (100 * KB),
    "junk lines in header": lambda: _message(b"junk\r\n" * (40 * KB)),
    "blank start": lambda: b"\r\n" * (300 * KB),
    "carriage returns": lambda: b"\r" * (900 * KB),
    "nul bytes": lambda: b"\0" * (900 * KB),
    "depth 48": lambda: _nested(48),
    "depth 1000": lambda: _nested(1000),
    "depth 20000": lambda: _nested(20000),
    "100k parts": lambda: _parts(100_000),
    "499 parts": lambda: _parts(499),
    "open boundaries": _open_boundaries,
    "boundary of dashes": lambda: _message(
        b'Content-Type: multipart/mixed; boundary="' + b"-" * 70 + b'"\r\n', b"-" * (900 * KB)
    ),
    "almost boundaries": lambda: _message(
        b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n\r\n" + b"--bx\r\n" * (150 * KB)
    ),
    "base64 junk": lambda: _message(b"Content-Transfer-Encoding: base64\r\n", b"=!" * (400 * KB)),
    "quoted printable": lambda: _message(b"Content-Transfer-Encoding: quoted-printable\r\n", b"=" * (900 * KB)),
    "punycode charset": lambda: _message(b"Content-Type: text/plain; charset=punycode\r\n", b"a" * (200 * KB)),
    "charset with nul": lambda: _message(b'Content-Type: text/plain; charset="utf-8\0"\r\n'),
    "utf-7": lambda: _message(b"Content-Type: text/plain; charset=utf-7\r\n", b"+2AA-" * (100 * KB)),
    "html comments": lambda: _html("<!--" * (100 * KB)),
    "html attributes": lambda: _html("<a " + " ".join(f"a{n}=1" for n in range(60_000)) + ">x</a>"),
    "html depth": lambda: _html("<div>" * (80 * KB) + "<a href=x>deep</a>"),
    "html end tags": lambda: _html("<div>" * 900 + "</b>" * (110 * KB)),
    "html wrong ends": lambda: _html("<div><p></b>" * (40 * KB)),
    "html elements": lambda: _html("<b>x</b>" * (60 * KB)),
    "html paragraphs": lambda: _html("<p>x" * (120 * KB)),
    "html links": lambda: _html('<a href="https://x.example/">x</a>' * (15 * KB)),
    "html link over blocks": lambda: _html('<a href="https://x.example/">' + "<div>x</div>" * (30 * KB)),
    "html styles": lambda: _html(
        "<style>" + "".join(f".c{n}{{color:red}}" for n in range(5000)) + "</style>" + '<p class="c1 c2">x</p>' * 3000
    ),
    "html universal rules": lambda: _html(
        "<style>"
        + "".join(f"*{{color:#{n:06x}}}" for n in range(5000))
        + "</style>"
        + "".join(f'<p class="c{n}">x</p>' for n in range(12000))
    ),
    "html many classes": lambda: _html(f'<p class="{" ".join(map(str, range(90_000)))}">x</p>'),
    "html style braces": lambda: _html("<style>" + "@media{" * (50 * KB) + "</style>x"),
    "html style comments": lambda: _html("<style>" + "/*" * (100 * KB) + "</style>x"),
    "html inline style": lambda: _html('<p style="' + "color:red;" * (40 * KB) + '">x</p>'),
    "html entities": lambda: _html("&amp;" * (90 * KB)),
    "html lone angles": lambda: _html("<" * (500 * KB)),
    "html breaks": lambda: _html("x<br>" * (90 * KB)),
    "html one long line": lambda: _html("word " * (100 * KB)),
    "html pre": lambda: _html("<pre>" + "x\n" * (200 * KB)),
    "html bogus": lambda: _html("<?xml " * (80 * KB)),
    "html late style": lambda: _html("<p>x</p>" * 8000 + "<style>p{color:red}</style>"),
    "plain quotes": lambda: _plain(">" * (900 * KB)),
    "plain quote lines": lambda: _plain("> x\n" * (200 * KB)),
    "plain empty lines": lambda: _plain("x\n\n" * (200 * KB)),
    "plain attributions": lambda: _plain("On 1.1.2020 a@b.example wrote:\n" * (25 * KB)),
    "plain labels": lambda: _plain("From: x\n" * (100 * KB)),
    "plain markers": lambda: _plain("-- Original Message\n" * (40 * KB)),
    "plain formulas": lambda: _plain("x\nBest regards,\n" * (50 * KB)),
    "plain addresses": lambda: _plain("a@" * (400 * KB)),
    "plain dots": lambda: _plain("a@" + "b." * (400 * KB)),
    "plain urls": lambda: _plain("https://x.example/" * (50 * KB)),
    "plain url brackets": lambda: _plain("https://x.example/" + ")" * (900 * KB)),
    "plain open angles": lambda: _plain("<https://" * (100 * KB)),
    "plain colons": lambda: _plain("a:\n" * (300 * KB)),
    "plain dashes": lambda: _plain("-" * (900 * KB)),
    "plain flowed": lambda: _message(b"Content-Type: text/plain; format=flowed\r\n", b"x \r\n" * (200 * KB)),
    "plain flowed quotes": lambda: _message(
        b"Content-Type: text/plain; format=flowed\r\n", b"> x \r\n>> y \r\n" * (70 * KB)
    ),
}
