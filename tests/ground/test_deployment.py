"""What an operator copies, fills in and starts."""

import re
import subprocess
import sys
from importlib.util import find_spec

import pytest
import yaml

from nxtchat import env

OURS = ("nxtchat", "contacts", "templates_app", "inbox", "campaigns", "webhooks", "privacy")
READ = re.compile(r"""env\.(?:text|number|flag|key)\(\s*["'](\w+)["']|environ(?:\.get\(|\[)["'](CHROMIUM)["']""")
COMPOSE = yaml.safe_load((env.ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
EXAMPLE = (env.ROOT / ".env.example").read_text()
LISTED = set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", EXAMPLE, re.M))
OF_COMPOSE = set(re.findall(r"\$\{(\w+)", (env.ROOT / "docker-compose.yml").read_text()))


def used() -> set[str]:
    found = set()
    for app in OURS:
        for path in (env.ROOT / app).rglob("*.py"):
            found |= {name for match in READ.findall(path.read_text()) for name in match if name}
    return found | {"NXTCHAT_DATA", "SECRET_KEY"}


def test_every_setting_is_listed_and_every_listed_one_is_used():
    belong_to_tools = {"COMPOSE_PROFILES", "PYTHON"}
    assert used() - LISTED == set(), "add them to .env.example, with the reason"
    assert LISTED - used() - OF_COMPOSE - belong_to_tools == set(), "nothing reads these"


def test_every_listed_setting_has_its_reason():
    for block in re.split(r"\n(?=#? ?-{3}|\n)", EXAMPLE):
        lines = [line for line in block.splitlines() if line]
        for number, line in enumerate(lines):
            if re.match(r"#?[A-Z][A-Z0-9_]*=", line):
                assert any(above.startswith("# ") for above in lines[:number]), line


def test_no_secret_has_a_value_from_us():
    for name in ("SECRET_KEY", "NXTCHAT_KEYS", "NXTCHAT_PEPPER", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert re.search(rf"^{name}=$", EXAMPLE, re.M)
        uses = re.findall(rf"\$\{{{name}[^}}]*\}}", (env.ROOT / "docker-compose.yml").read_text())
        assert uses and all(":?" in use for use in uses), f"{name} must be refused when it is missing"


def test_everything_that_keeps_running_tells_whether_it_is_well():
    for name, service in SERVICES.items():
        if service.get("restart") != "no":
            assert service["healthcheck"]["test"], name


def test_only_the_proxy_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["caddy"]


def test_ours_run_from_one_image_and_as_nobody_special():
    ours = {name: service for name, service in SERVICES.items() if "build" in service}
    assert set(ours) == {"web", "worker", "beat", "migrate", "pretend"}
    assert all(service["cap_drop"] == ["ALL"] for service in ours.values())
    assert re.search(r"^USER nxtchat$", (env.ROOT / "Dockerfile").read_text(), re.M)


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate", "pretend"])
def test_the_command_of_each_service_is_understood(name):
    """The real program reads the real arguments; --help keeps it from starting."""
    words = re.sub(r"\$\{\w+:-(\w+)\}", r"\1", SERVICES[name]["command"]).split()
    if words[0] == "python":
        words = [sys.executable, *words[1:]]
    else:
        assert find_spec(words[0])
        words = [sys.executable, "-m", *words]
    done = subprocess.run([*words, "--help"], cwd=env.ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_workers_listen_to_every_queue():
    from nxtchat.celery import QUEUES
    from nxtchat.local import up

    assert f"--queues={','.join(QUEUES)} " in SERVICES["worker"]["command"]
    assert ",".join(QUEUES) == up.QUEUES


def test_a_heartbeat_can_be_asked_for_without_starting_everything():
    from nxtchat import heartbeat

    def asked(name: str) -> int:
        return subprocess.run([sys.executable, "-m", "nxtchat.heartbeat", name], cwd=env.ROOT).returncode

    assert asked("worker") == 1
    heartbeat.beat("worker")
    assert asked("worker") == 0


def test_the_proxy_lets_the_largest_file_through_and_not_much_more():
    from nxtchat.whatsapp.media import LARGEST

    limit = int(re.search(r"max_size (\d+)MB", (env.ROOT / "deploy/Caddyfile").read_text())[1]) * 1000 * 1000
    assert LARGEST < limit < LARGEST * 1.1
