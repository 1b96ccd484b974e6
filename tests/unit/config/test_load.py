"""Settings from files and the environment."""

from pathlib import Path

import pytest

from inboxguard.config.load import load, password_of
from inboxguard.errors import ConfigProblem
from inboxguard.log import mask

MINIMAL = '[account.home]\nhost = "imap.mail.example"\nuser = "mara@mail.example"\n'


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "inboxguard.toml"
    path.write_text(text)
    return str(path)


def test_a_new_account_observes(tmp_path: Path) -> None:
    """An account that says nothing of its mode only observes, over TLS."""
    account = load(written(tmp_path, MINIMAL), {}).account["home"]
    assert (account.mode, account.security, account.at_port) == ("observe", "tls", 993)


def test_the_environment_wins(tmp_path: Path) -> None:
    """A name in the environment lies over the file, lists are separated by commas."""
    environment = {"INBOXGUARD_ACCOUNT__HOME__MODE": "tag", "INBOXGUARD_PEOPLE__ALLOW": "a@b.example, @c.example"}
    settings = load(written(tmp_path, MINIMAL), environment)
    assert settings.account["home"].mode == "tag"
    assert settings.people.allow == ("a@b.example", "@c.example")


def test_a_mistyped_environment_name_is_an_error(tmp_path: Path) -> None:
    """An unknown name is refused rather than ignored."""
    with pytest.raises(ConfigProblem, match="INBOXGUARD_ACCOUNT__HOME__PASWORD_FILE"):
        load(written(tmp_path, MINIMAL), {"INBOXGUARD_ACCOUNT__HOME__PASWORD_FILE": "/nowhere"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (MINIMAL + "colour = 1\n", "account.home.colour: there is no such setting"),
        ("[general\n", "not valid TOML"),
        (MINIMAL + 'mode = "delete"\n', "account.home.mode"),
        ('[account.home]\nhost = "imap.mail.example"\nuser = "m"\nsecurity = "none"\n', "this machine only"),
    ],
)
def test_a_bad_file_says_where(tmp_path: Path, text: str, says: str) -> None:
    """Each mistake is named with its place."""
    with pytest.raises(ConfigProblem, match=says):
        load(written(tmp_path, text), {})


def test_a_bad_value_is_never_printed(tmp_path: Path) -> None:
    """A password in the wrong place does not come back in the error."""
    with pytest.raises(ConfigProblem) as caught:
        load(written(tmp_path, MINIMAL + 'port = "hunter2-canary"\n'), {})
    assert "hunter2-canary" not in str(caught.value)


def test_a_password_is_masked_from_then_on(tmp_path: Path) -> None:
    """Once read, the password is removed from whatever would be logged."""
    secret = tmp_path / "secret"
    secret.write_text("correct-horse-battery\nsecond line\n")
    account = load(written(tmp_path, MINIMAL + f'password_file = "{secret}"\n'), {}).account["home"]
    assert password_of("home", account) == "correct-horse-battery"
    assert mask("LOGIN mara correct-horse-battery") == "LOGIN mara ***"


def test_a_missing_password_says_what_to_type(tmp_path: Path) -> None:
    """Without a password the error ends in the line that gives one."""
    account = load(written(tmp_path, MINIMAL), {}).account["home"]
    with pytest.raises(ConfigProblem) as caught:
        password_of("home", account)
    assert "INBOXGUARD_ACCOUNT__HOME__PASSWORD_FILE" in caught.value.mend
