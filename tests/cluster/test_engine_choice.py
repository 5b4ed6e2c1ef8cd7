"""Which engine is chosen, and that a library's own wish is followed only once it was confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing.cli.main import program
from briefing.config import ClusterConfig, Config, EngineName, read_config
from briefing.engine_choice import (
    Asked,
    CannotChoose,
    Confirmed,
    Unconfirmed,
    choose,
    default_index,
    host_address,
)
from briefing.engines import ClusterPlace

WISH = "search:\n  engine: opensearch\n  hosts: [https://wish.example]\n  index: wished\n"
OWN = Config(engine=EngineName.OPENSEARCH, opensearch=ClusterConfig(hosts=("https://own.example",)))


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials, no keyring, and a folder for program state of its own."""
    for name in ("BRIEFING_OPENSEARCH_USER", "BRIEFING_OPENSEARCH_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name))


@pytest.fixture
def wishing(tmp_path: Path) -> Path:
    """A library that asks for a host."""
    root = tmp_path / "Peace Talks"
    root.mkdir()
    (root / "briefing.yaml").write_text(f"title: Talks\n{WISH}", encoding="utf-8")
    (root / "a.md").write_text("They met in Norton.\n", encoding="utf-8")
    return root


def chosen(root: Path, asked: Asked, config: Config, confirmed: Confirmed) -> tuple[object, ...]:
    place = choose(root, asked, config, confirmed)
    assert isinstance(place, ClusterPlace)
    return place.address.hosts, place.address.index


def test_whoosh_is_used_where_nobody_asks_for_anything_else(tmp_path: Path) -> None:
    assert choose(tmp_path, Asked(), Config()) is None
    assert choose(tmp_path, Asked(EngineName.WHOOSH), OWN) is None


def test_a_wish_is_followed_only_once_it_was_confirmed(wishing: Path, tmp_path: Path) -> None:
    confirmed = Confirmed(tmp_path)
    hosts = ("https://wish.example:9200",)
    with pytest.raises(Unconfirmed, match="trust-host") as wish:
        choose(wishing, Asked(), Config(), confirmed)
    assert (wish.value.hosts, wish.value.index) == (hosts, "wished")
    confirmed.add(hosts, "another index")
    with pytest.raises(Unconfirmed):
        choose(wishing, Asked(), Config(), confirmed)
    confirmed.add(hosts, "wished")
    assert chosen(wishing, Asked(), Config(), Confirmed(tmp_path)) == (hosts, "wished")
    assert confirmed.remove(hosts[0])
    with pytest.raises(Unconfirmed):
        choose(wishing, Asked(), Config(), confirmed)


def test_a_library_cannot_point_at_an_index_on_the_users_own_host_unasked(wishing: Path) -> None:
    with pytest.raises(Unconfirmed) as wish:
        choose(wishing, Asked(), OWN, Confirmed(wishing))
    assert (wish.value.hosts, wish.value.index) == (("https://own.example:9200",), "wished")


def test_the_command_line_goes_before_the_config_and_that_before_the_wish(wishing: Path) -> None:
    none = Confirmed(wishing)
    asked = Asked(hosts=("http://localhost:1",), index="mine")
    assert chosen(wishing, asked, OWN, none) == (("http://localhost:1",), "mine")
    own = Config(opensearch=ClusterConfig(("https://own.example:443/os/",), "ours"))
    assert chosen(wishing, Asked(), own, none) == (("https://own.example:443/os",), "ours")
    assert choose(wishing, Asked(EngineName.WHOOSH), Config(), none) is None


def test_an_index_is_named_after_the_folder(wishing: Path, tmp_path: Path) -> None:
    assert default_index(wishing) == "briefing-peace-talks"
    assert default_index(tmp_path / "Переговоры") != default_index(tmp_path / "мир")


def test_damaged_or_missing_memory_confirms_nothing(tmp_path: Path) -> None:
    confirmed = Confirmed(tmp_path)
    for text in ("", "{", "[1]", '{"a": 1}', "[[1]]"):
        confirmed.path.write_text(text, encoding="utf-8")
        assert confirmed.all() == []
        assert not confirmed.has(("https://wish.example:9200",), "wished")


@pytest.mark.parametrize(
    "text", ["", "ftp://a", "https://", "https://a:99999", "https://a?b", "https://user:pw@a:1"]
)
def test_what_is_no_address_of_a_host_is_refused(text: str) -> None:
    with pytest.raises(CannotChoose) as refused:
        host_address(text)
    assert "pw" not in str(refused.value)


def test_a_host_gets_scheme_and_port() -> None:
    assert host_address("search.example") == "https://search.example:9200"
    assert host_address("HTTP://[::1]/") == "http://[::1]:9200"


def test_a_password_is_taken_from_the_environment_but_not_sent_in_the_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_OPENSEARCH_USER", "ann")
    with pytest.raises(CannotChoose, match="belong together"):
        choose(tmp_path, Asked(), OWN)
    monkeypatch.setenv("BRIEFING_OPENSEARCH_PASSWORD", "secret")
    place = choose(tmp_path, Asked(), OWN)
    assert place is not None
    assert place.address.credentials is not None
    assert place.address.credentials.user == "ann"
    assert choose(tmp_path, Asked(hosts=("http://127.0.0.1:1",)), OWN) is not None
    with pytest.raises(CannotChoose, match="for all to read"):
        choose(tmp_path, Asked(hosts=("http://far.example",)), OWN)


def test_a_password_is_taken_from_the_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring
    from keyring.credentials import SimpleCredential

    def get(service: str, user: str | None) -> SimpleCredential | None:
        known = service == "briefing:https://own.example:9200"
        return SimpleCredential(user or "ann", "secret") if known else None

    monkeypatch.setattr(keyring, "get_credential", get)
    place = choose(tmp_path, Asked(), OWN)
    assert place is not None
    assert place.address.credentials is not None
    assert place.address.credentials.password == "secret"
    other = choose(tmp_path, Asked(hosts=("https://other.example",)), OWN)
    assert other is not None
    assert other.address.credentials is None


def test_the_config_names_cluster_and_says_what_does_not_fit(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        'engine = "opensearch"\n[opensearch]\nhosts = ["https://a"]\nindex = "talks"\n'
        'replicas = 2\nshards = true\nverify = "no"\nport = 1\n',
        encoding="utf-8",
    )
    config = read_config(file)
    assert config.engine is EngineName.OPENSEARCH
    assert config.opensearch == ClusterConfig(("https://a",), "talks", replicas=2)
    assert len(config.problems) == 3
    assert "opensearch.port is not known" in " ".join(config.problems)
    file.write_text("engine = 'lucene'\nopensearch = 1\n", encoding="utf-8")
    assert len(read_config(file).problems) == 2
    with pytest.raises(CannotChoose, match="--host"):
        choose(tmp_path, Asked(EngineName.OPENSEARCH), read_config(file))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, arguments)


def test_commands_refuse_an_unconfirmed_host_but_for_those_that_need_none(wishing: Path) -> None:
    at = ("--library", str(wishing))
    refused = run("search", "norton", *at)
    assert refused.exit_code == 3
    assert "nothing was sent there: `briefing trust-host`" in refused.stderr
    assert run("list", *at).exit_code == 0
    assert run("search", "norton", "--engine", "whoosh", *at).exit_code == 0
    assert run("trust-host", "https://else.example", "--yes", *at).exit_code == 3
    assert "--yes" in run("trust-host", *at).stderr, "no terminal, no confirmation"
    assert run("trust-host", "--yes", *at).exit_code == 0
    assert "https://wish.example:9200 wished" in run("trust-host", "--list").stdout
    assert run("trust-host", "--yes", *at).exit_code == 1, "nothing is left to confirm"
    assert run("trust-host", "https://wish.example", "--forget").exit_code == 0
    assert run("search", "norton", *at).exit_code == 3


def test_without_a_cluster_its_commands_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("They met in Norton.\n", encoding="utf-8")
    assert run("cluster", "--library", str(tmp_path)).exit_code == 1
    rebuilt = run("rebuild", "--library", str(tmp_path))
    assert (rebuilt.exit_code, rebuilt.stdout) == (0, "")
    assert "1 articles" in rebuilt.stderr


def test_a_wish_that_does_not_fit_is_named_and_left_out(wishing: Path) -> None:
    from briefing.dossier.load import load_settings

    assert choose(wishing, Asked(EngineName.WHOOSH), Config()) is None
    settings, problems = load_settings("search:\n  hosts: 5\n  port: 1\n", "briefing.yaml")
    assert settings.search.hosts == ()
    assert {problem.field for problem in problems} == {"search.hosts", "search.port"}
    (wishing / "briefing.yaml").write_text("search: {engine: lucene}\n", encoding="utf-8")
    with pytest.raises(CannotChoose, match="lucene"):
        choose(wishing, Asked(), Config())
