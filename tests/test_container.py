"""What the container is made of -> proof that it is locked, confined, and set up with settings that exist."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.test_docs import settings

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVED = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["semantic"],
    *PROJECT["project"]["optional-dependencies"]["postgres"],
]
NEEDS = {"requirements.lock": SERVED, "build.lock": PROJECT["build-system"]["requires"]}


def read_lock(name):
    """Versions by package, as a lock file pins them; packages with several have one each for some Pythons."""
    pins = {}
    for package, version in re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE):
        pins.setdefault(canonicalize_name(package), []).append(version)
    return pins


@pytest.mark.parametrize(("name", "needed"), [(name, need) for name, needs in NEEDS.items() for need in needs])
def test_every_dependency_is_locked_at_a_version_that_suits(name, needed):
    wanted = Requirement(needed)
    versions = read_lock(name)[canonicalize_name(wanted.name)]
    assert all(wanted.specifier.contains(version) for version in versions)


@pytest.mark.parametrize("name", NEEDS)
def test_every_locked_package_has_its_hashes_and_no_place_to_come_from(name):
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--index|--find-links", text)


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml"])
def test_the_container_uses_only_settings_that_exist(name):
    used = set(re.findall(r"\bCAREERBOT_[A-Z_]+[A-Z]\b", (ROOT / name).read_text("utf-8")))
    assert used <= set(settings())


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_service_is_confined_and_watched(name):
    service = COMPOSE["services"][name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert "healthcheck" in service or "HEALTHCHECK" in (ROOT / "Dockerfile").read_text("utf-8")


def test_no_secret_is_written_down_or_handed_over_by_the_environment():
    for service in COMPOSE["services"].values():
        names = {name for name in service["environment"] if re.search("TOKEN|PASSWORD|SECRET|PASS", name)}
        assert all(service["environment"][name].startswith("/run/secrets/") for name in names)
    used = {secret for service in COMPOSE["services"].values() for secret in service.get("secrets", [])}
    assert used == COMPOSE["secrets"].keys()


def test_the_check_of_health_asks_the_port_that_the_image_sets(monkeypatch):
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    words = json.loads(re.search(r"HEALTHCHECK.*?CMD (\[.*?\])\nCMD", dockerfile, re.DOTALL)[1].replace("\\\n", ""))
    assert words[:2] == ["python", "-c"]
    asked = []
    monkeypatch.setenv("CAREERBOT_METRICS_PORT", re.search(r"CAREERBOT_METRICS_PORT=(\d+)", dockerfile)[1])
    monkeypatch.setattr("urllib.request.urlopen", asked.append)
    exec(words[2], {})
    assert asked == ["http://127.0.0.1:9090/healthz"]


def test_the_image_serves_as_nobody_in_particular():
    (user,) = re.findall(r"^USER (.*)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert user == "10001"
