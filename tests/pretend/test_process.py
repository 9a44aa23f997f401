"""It runs as a process of its own, and keeps its key to itself."""

import subprocess
import sys

import httpx
import pytest


@pytest.fixture
def process(tmp_path):
    command = [sys.executable, "-m", "nxtchat.whatsapp.pretend", "--port", "0", "--data", tmp_path / "pretend"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        running.url = running.stdout.readline().split()[-1]
        yield running
        running.terminate()


def test_it_starts_answers_and_stops_cleanly(process, tmp_path):
    key = tmp_path / "pretend" / "key"
    assert key.stat().st_mode & 0o077 == 0
    assert httpx.get(f"{process.url}/pretend/").status_code == 403
    answer = httpx.get(f"{process.url}/pretend/", headers={"x-pretend-key": key.read_text()})
    assert answer.json() == {"pretend": True, "accounts": 0}
    process.terminate()
    assert process.wait(5) == 0


def test_it_needs_no_django(process):
    code = "import sys, nxtchat.whatsapp.pretend.__main__; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
