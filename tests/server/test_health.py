"""The health page over a real socket, the healthcheck as a process, and the status command."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from inboxguard import clock
from inboxguard.errors import ConfigProblem
from inboxguard.service.health import Health, Pulse, State
from inboxguard.service.health_page import HealthPage, address_of
from inboxguard.service.metrics import FAMILIES, Metrics


@dataclass
class Service:
    """A health page with a clock that the test turns."""

    health: Health
    metrics: Metrics
    page: HealthPage
    seconds: list[float]

    def get(self, path: str, host: str = "") -> tuple[int, str]:
        asked = http.client.HTTPConnection("127.0.0.1", self.page.port, timeout=5)
        asked.request("GET", path, headers={"Host": host} if host else {})
        answer = asked.getresponse()
        found = answer.status, answer.read().decode()
        asked.close()
        return found

    def environment(self, folder: Path) -> dict[str, str]:
        (folder / "inboxguard.toml").write_text(f'[service]\nlisten = "127.0.0.1:{self.page.port}"\n')
        return {**os.environ, "INBOXGUARD_CONFIG": str(folder / "inboxguard.toml")}


@pytest.fixture
def service() -> Iterator[Service]:
    seconds = [0.0]
    health, metrics = Health(("home", "ada@mail.example"), monotonic=lambda: seconds[0]), Metrics()
    page = HealthPage("127.0.0.1:0", health, metrics)
    page.start()
    yield Service(health, metrics, page, seconds)
    page.stop()


def connected(name: str) -> Pulse:
    return Pulse(name, State.CONNECTED, clock.now())


def test_a_service_becomes_ready(service: Service) -> None:
    """Ready only once every account was connected or has shown that it cannot be."""
    assert service.get("/readyz")[0] == 503
    service.health.show(connected("home"))
    assert service.get("/readyz")[0] == 503
    service.health.show(Pulse("ada@mail.example", State.REFUSED, None, "inboxguard login work"))
    assert service.get("/readyz") == (200, "degraded\n")


def test_an_outage_is_degraded_not_unhealthy(service: Service) -> None:
    """A mail server out of reach does not have us restarted; the page tells the last proof of life."""
    seen = clock.now() - timedelta(minutes=30)
    service.health.show(Pulse("home", State.DEGRADED, seen, "imap.example cannot be reached"))
    code, text = service.get("/healthz")
    page = json.loads(text)
    assert (code, page["status"]) == (200, "degraded")
    assert page["accounts"][0]["state"] == "degraded"
    assert 1800 <= page["accounts"][0]["seconds_ago"] < 1860


def test_a_stalled_loop_is_unhealthy(service: Service) -> None:
    """When the loop has not come round for 90 seconds the page says 503, and 200 as soon as it turns again."""
    service.health.show(connected("home"))
    service.seconds[0] = 89
    assert service.get("/healthz")[0] == 200
    service.seconds[0] = 91
    assert service.get("/healthz")[0] == 503
    assert service.get("/readyz")[0] == 503
    service.health.beat()
    assert service.get("/healthz")[0] == 200


def test_no_whole_address_is_shown(service: Service) -> None:
    """An account named after its address, and words with one in them, are masked on every page."""
    service.health.show(Pulse("ada@mail.example", State.DEGRADED, clock.now(), "no such user ada@mail.example"))
    service.metrics.count("inboxguard_messages_total", "ada@mail.example", "pitch")
    assert "ada@" not in service.get("/healthz")[1] + service.get("/metrics")[1]


def test_prometheus_reads_the_metrics(service: Service) -> None:
    """Prometheus' own parser finds every family with the values that were counted."""
    service.health.show(connected("home"))
    service.metrics.count("inboxguard_messages_total", 'a"\n\\b', "hard_sell", by=2)
    for value in (0.004, 0.02, 100):
        service.metrics.observe("inboxguard_reaction_seconds", value)
    families = {family.name: family for family in text_string_to_metric_families(service.get("/metrics")[1])}
    assert {name.removesuffix("_total") for name in FAMILIES} == set(families)
    assert [(s.labels, s.value) for s in families["inboxguard_messages"].samples] == [
        ({"account": 'a"\n\\b', "verdict": "hard_sell"}, 2.0)
    ]
    spread = {(s.name, s.labels.get("le")): s.value for s in families["inboxguard_reaction_seconds"].samples}
    assert spread["inboxguard_reaction_seconds_bucket", "0.025"] == 2
    assert spread["inboxguard_reaction_seconds_bucket", "+Inf"] == 3
    assert spread["inboxguard_reaction_seconds_sum", None] == pytest.approx(100.024)
    assert [s.value for s in families["inboxguard_account_connected"].samples if s.labels["account"] == "home"] == [1]


def test_another_site_s_page_is_refused(service: Service) -> None:
    """A browser led here by a name of somebody else's (DNS rebinding) learns nothing."""
    assert service.get("/healthz", "rebound.example")[0] == 403
    assert service.get("/healthz", f"localhost:{service.page.port}")[0] == 200
    assert service.get("/nothing")[0] == 404


def test_a_silent_reader_holds_nobody_up(service: Service) -> None:
    """Somebody who connects and says nothing does not keep others from their answer."""
    with socket.create_connection(("127.0.0.1", service.page.port)):
        assert service.get("/healthz")[0] == 200


@pytest.mark.parametrize(
    ("listen", "place"),
    [("127.0.0.1:8025", ("127.0.0.1", 8025)), ("[::1]:80", ("::1", 80)), ("0.0.0.0:1", ("0.0.0.0", 1))],
)
def test_a_place_to_listen_is_read(listen: str, place: tuple[str, int]) -> None:
    """Host and port in the usual forms."""
    assert address_of(listen) == place


@pytest.mark.parametrize("listen", ["8025", ":8025", "localhost", "a:b", "a:99999", "a:-1"])
def test_a_wrong_place_to_listen_is_refused(listen: str) -> None:
    """Anything else is a matter of the configuration."""
    with pytest.raises(ConfigProblem):
        address_of(listen)


def test_a_port_in_use_is_said(service: Service) -> None:
    """A port that somebody else has is a matter of the configuration, with the setting named."""
    with pytest.raises(ConfigProblem, match="nothing can listen") as caught:
        HealthPage(f"127.0.0.1:{service.page.port}", service.health, service.metrics)
    assert "listen" in caught.value.mend


def run(*line: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *line], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_healthcheck_answers_with_its_exit_code(service: Service, tmp_path: Path) -> None:
    """0 while the loop turns, 1 when it has stalled and when nothing answers; the place is read from the settings."""
    environment = service.environment(tmp_path)
    service.health.show(Pulse("home", State.DEGRADED))
    assert run("inboxguard.healthcheck", environment=environment).returncode == 0
    service.seconds[0] = 1000
    assert run("inboxguard.healthcheck", environment=environment).returncode == 1
    service.page.stop()
    assert run("inboxguard.healthcheck", environment=environment).returncode == 1


def test_the_healthcheck_is_quick_and_alone(service: Service, tmp_path: Path) -> None:
    """It takes under 100 ms of the processor, and nothing but the standard library is imported."""
    environment = service.environment(tmp_path)
    taken = []
    for _ in range(5):
        before = os.times()
        subprocess.run(
            [sys.executable, "-Sm", "inboxguard.healthcheck"], env=environment, check=True, capture_output=True
        )
        after = os.times()
        taken.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(taken) < 0.1
    program = (
        "import sys, inboxguard.healthcheck as h; h.main(); "
        "print([n for n in sys.modules if n.partition('.')[0] not in sys.stdlib_module_names "
        "and not n.startswith(('inboxguard', '__', 'sitecustomize', 'distutils', '_distutils'))])"
    )
    said = subprocess.run([sys.executable, "-Sc", program], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "[]"


def test_status_prints_each_account(service: Service, tmp_path: Path) -> None:
    """`inboxguard status` reads the page and ends with 0, 7 when degraded, 5 when stalled or not running."""
    environment = service.environment(tmp_path)
    service.health.show(connected("home"))
    service.health.keep_only(("home",))
    well = run("inboxguard", "status", environment=environment)
    assert (well.returncode, well.stderr) == (0, "")
    assert "ok: 1 account, version" in well.stdout
    assert "home  connected" in well.stdout
    service.health.show(Pulse("home", State.REFUSED, None, "inboxguard login home"))
    refused = run("inboxguard", "status", environment=environment)
    assert refused.returncode == 7
    assert "inboxguard login home" in refused.stdout
    service.seconds[0] = 1000
    assert run("inboxguard", "status", "--format", "json", environment=environment).returncode == 5
    service.page.stop()
    gone = run("inboxguard", "status", environment=environment)
    assert gone.returncode == 5
    assert "try: inboxguard run" in gone.stderr


def test_the_metrics_are_documented() -> None:
    """docs/reference/metrics.md has a row for each family, word for word, and no other."""
    rows = [
        line
        for line in Path("docs/reference/metrics.md").read_text().splitlines()
        if line.startswith(("| `inbox", "| `process"))
    ]
    assert rows == [f"| `{name}` | {f.kind} | {', '.join(f.labels)} | {f.says} |" for name, f in FAMILIES.items()]
