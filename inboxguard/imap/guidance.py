"""What a person does when a provider refuses the sign-in.

The one fact a newcomer would get wrong: "invalid credentials" mostly means that the password is right but of the wrong
kind, or that IMAP is switched off. So the provider's own pages are named, not only "check the password".
"""

from typing import Final

from inboxguard.imap.providers import Provider, of_host

# What a server's words tell beyond "no": the first of these that stands in them, lower-case, decides.
_SAYINGS: Final = (
    ("application-specific password", "app password"),
    ("app password", "app password"),
    ("web login required", "app password"),
    ("not enabled for imap", "switch"),
    ("imap access is disabled", "switch"),
    ("imap is disabled", "switch"),
    ("user is authenticated but not connected", "mailbox"),
    ("basicauthblocked", "oauth2"),
    ("basic authentication is disabled", "oauth2"),
    ("aadsts65001", "consent"),
    ("aadsts90094", "consent"),
    ("admin consent", "consent"),
    ("approval required", "consent"),
)


def mend_for(host: str, says: str, *, account: str, by_token: bool) -> str:
    """The next thing to do after the server of that name refused the account with these words."""
    login = f"inboxguard login {account}"
    provider = of_host(host)
    told = says.lower()
    reason = next((meaning for words, meaning in _SAYINGS if words in told), "")
    if reason == "consent":
        return f"ask your administrator to consent to the application, then: {login}"
    if reason == "mailbox":
        return (
            "check that `user` is the mailbox that signed in, that it has a licence, "
            "and that IMAP is switched on for it: Set-CASMailbox -Identity USER -ImapEnabled $true"
        )
    if reason == "switch":
        return f"switch IMAP on{_at(provider.switch_page if provider else '')}"
    if by_token:
        return login + _more(provider)
    if provider is None:
        return "check the user name and the password, and whether the server wants an app password"
    return _for_password(provider, login)


def _for_password(provider: Provider, login: str) -> str:
    if not provider.takes_passwords:
        return f'set auth = "oauth2" and oauth_provider = "{provider.oauth}", then: {login}' + _more(provider)
    kind = "an app password" if provider.sign_in[0] == "app password" else "the mailbox's password"
    steps = f"use {kind}{_at(provider.password_page)}"
    if provider.switch_page:
        steps += f", and switch IMAP on{_at(provider.switch_page)}"
    return steps + _more(provider)


def _at(page: str) -> str:
    return f" at {page}" if page else ""


def _more(provider: Provider | None) -> str:
    return f"   ({provider.note})" if provider and provider.note else ""
