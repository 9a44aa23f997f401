"""`make run`: one command, one terminal, nothing left behind."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from nxtchat import env
from nxtchat.local import folder
from tests.ground.runner import Runner, left_behind, local

NOBODY = 65534


@pytest.fixture(scope="module")
def data():
    folder = Path(tempfile.mkdtemp(prefix="nxtchat-test-"))
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def first_start(data):
    runner = Runner(data)
    yield runner
    runner.stop()


def test_the_first_start_serves_and_invites_the_first_admin(first_start):
    assert first_start.get("/up/") == 200
    link = first_start.says(r"Make the first account here .*(http\S+)$")
    assert first_start.get(link.removeprefix(first_start.address)) == 200


def test_what_it_keeps_is_for_its_owner_only(first_start, data):
    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    assert {path.name: oct(mode(path)) for path in data.iterdir() if path.is_dir() and mode(path) != 0o700} == {}
    secrets = [*(data / "keys").iterdir(), data / "run" / "servers.json"]
    assert {path.name: oct(mode(path)) for path in secrets if mode(path) != 0o600} == {}
    assert len(secrets) >= 4


def test_a_second_start_from_the_same_folder_is_refused(first_start, data):
    second = local("up", data=data)
    assert second.returncode == 1
    assert "already running" in second.stderr and str(data) in second.stderr
    assert len(second.stderr.splitlines()) == 1
    assert first_start.get("/up/") == 200


def test_a_busy_port_is_said_before_anything_is_started(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        refused = local("up", data=tmp_path / "var", PORT=str(port))
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {port} is in use")
    assert not list((tmp_path / "var").glob("postgres-*"))


def test_a_command_uses_the_servers_that_run(first_start, data):
    person = ["--email", "ada@example.org", "--name", "Ada Okafor", "--role", "admin", "--password-stdin"]
    made = local("manage", "create_agent", *person, data=data, said="correct horse battery\n")
    assert made.returncode == 0, made.stderr
    twice = local("manage", "create_agent", *person, data=data, said="correct horse battery\n")
    assert twice.returncode not in {0, None}


def test_a_killed_worker_is_started_again_and_that_is_said(first_start):
    killed = first_start.child("worker")
    killed.kill()
    first_start.says(r"worker was killed by SIGKILL; starting it again")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if any("worker" in each.cmdline() for each in _children(first_start)):
            return
        time.sleep(0.1)
    raise AssertionError("no new worker")


def test_a_killed_postgres_is_started_again_with_everything_in_it(first_start, data):
    killed = next(each for each in _children(first_start) if each.name() == "postgres")
    killed.kill()
    first_start.says(r"postgres was killed by SIGKILL; starting it again")
    question = "from nxtchat.team.models import Agent; print(Agent.objects.get().name)"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        answer = local("manage", "shell", "-c", question, data=data)
        if "Ada Okafor" in answer.stdout:
            return
    raise AssertionError(answer.stderr)


def test_the_pretend_whatsapp_runs_only_when_somebody_wants_it(first_start, data):
    port = int(json.loads((data / "run" / "servers.json").read_text())["PRETEND_URL"].rpartition(":")[2])
    assert folder.port_is_free(port)
    (data / "pretend").mkdir(exist_ok=True)
    (data / "pretend" / "wanted").touch()
    deadline = time.monotonic() + 20
    while folder.port_is_free(port):
        assert time.monotonic() < deadline, "it did not start"
        time.sleep(0.05)
    (data / "pretend" / "wanted").unlink()


def _children(runner: Runner):
    return psutil.Process(runner.popen.pid).children()


def test_killed_outright_the_next_start_clears_up_and_ctrl_c_leaves_nothing(first_start, data):
    first_start.stop(signal.SIGKILL)
    orphans = left_behind(data)
    assert {"postgres", "valkey-server"} <= {process.name() for process in orphans}
    again = Runner(data)
    try:
        assert not [process for process in orphans if process.is_running() and process.status() != "zombie"]
        assert again.get("/up/") == 200
    finally:
        began = time.monotonic()
        status = again.stop(signal.SIGINT)
    assert status == 0 and time.monotonic() - began < 12
    assert again.says("NxtChat has stopped")
    assert left_behind(data) == []
    assert not any("Make the first account" in line for line in again.heard)  # Ada is there


def test_a_command_brings_its_own_servers_when_none_run(first_start, data):
    first_start.stop()
    fine = local("manage", "shell", "-c", "import sys; print(sys.stdin.read().upper())", data=data, said="ana")
    assert (fine.returncode, fine.stdout.strip().splitlines()[-1]) == (0, "ANA")
    assert local("manage", "shell", "-c", "raise SystemExit(7)", data=data).returncode == 7
    assert left_behind(data) == []


def test_it_works_for_an_ordinary_user():
    home = Path(tempfile.mkdtemp(prefix="nxtchat-test-"))
    prefix: tuple[str, ...] = ()
    if os.getuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        # May read what root may, for this checkout may lie in root's home; has no other power.
        prefix = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
        prefix += ("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search")
    runner = Runner(home / "var", prefix=prefix)
    try:
        assert runner.get("/up/") == 200
        assert (home / "var").stat().st_uid == (NOBODY if os.getuid() == 0 else os.getuid())
    finally:
        runner.stop(signal.SIGHUP)
    assert left_behind(home / "var") == []
    shutil.rmtree(home)


def test_as_root_without_namespaces_postgres_runs_as_nobody(tmp_path):
    forbidden = tmp_path / "bin" / "unshare"
    forbidden.parent.mkdir()
    forbidden.write_text("#!/bin/sh\nexit 1\n")
    forbidden.chmod(0o755)
    path = f"{forbidden.parent}:{os.environ['PATH']}"
    question = (
        "import os, psycopg; print(psycopg.connect(os.environ['DATABASE_URL']).execute('SELECT 40 + 2').fetchone())"
    )
    answer = local("exec", sys.executable, "-c", question, data=tmp_path / "var", PATH=path)
    assert answer.stdout.strip() == "(42,)", answer.stderr


def test_a_folder_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    refused = local("up", data=tmp_path / "file" / "var")
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1 and "NXTCHAT_DATA" in refused.stderr


def test_the_runner_needs_no_django():
    """It must be able to say what is missing before anything is there."""
    code = "import nxtchat.local.up, nxtchat.local.commands, sys; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=env.ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
