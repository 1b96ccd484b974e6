"""What the mask takes out of every line that is logged, and what it leaves."""

import pytest

from inboxguard.log import forget_secret, keep_secret, mask, mask_event


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer canary",
        "user=x auth=Bearer canary",
        "password=canary",
        "Password: canary",
        'refresh_token="canary"',
        '{"access_token": "canary", "expires_in": 3600}',
        "client_secret=canary&grant_type=refresh_token",
    ],
)
def test_secrets_are_taken_out(text: str) -> None:
    """A secret in any usual notation is masked."""
    assert "canary" not in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "there is no password for this account",
        "the token in /data/token-work.json cannot be read",
        "use an app password at https://a.example/",
    ],
)
def test_sentences_about_secrets_stay_readable(text: str) -> None:
    """Advice that merely speaks of passwords and tokens is left as it is."""
    assert mask(text) == text


def test_addresses_are_shortened() -> None:
    """Of an address the first letter and the domain stay."""
    assert mask("from Ada <ada.lovelace@mail.example>") == "from Ada <a***@mail.example>"


def test_a_known_secret_is_masked_until_it_is_forgotten() -> None:
    """A text once named a secret is masked wherever it stands; after it was replaced the mask lets it go."""
    keep_secret("canary-known-text")
    assert mask("xcanary-known-texty") == "x***y"
    forget_secret("canary-known-text")
    assert mask("xcanary-known-texty") == "xcanary-known-texty"


def test_of_two_known_secrets_the_longer_goes_first() -> None:
    """A secret that begins with another one leaves no rest behind."""
    keep_secret("canary-one")
    keep_secret("canary-one-and-more")
    assert mask("a canary-one-and-more b canary-one c") == "a *** b *** c"
    forget_secret("canary-one")
    assert mask("canary-one-and-more") == "***"
    forget_secret("canary-one-and-more")
    assert mask("canary-one-and-more") == "canary-one-and-more"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("password", False),
        ("passwd", False),
        ("pass", False),
        ("client_secret", False),
        ("Authorization", False),
        ("passed", True),
        ("kind", True),
    ],
)
def test_values_under_secret_names_are_taken_out(key: str, shown: bool) -> None:
    """A value under a name that means a secret is masked whatever it is; other names keep theirs."""
    assert (mask_event(None, "info", {key: 3})[key] == 3) is shown
