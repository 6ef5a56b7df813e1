"""What the documents say is what is there."""

import re
import tomllib
from importlib import metadata

import yaml
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from interviews import citation


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_citation_is_the_same_everywhere():
    cff = yaml.safe_load(text("CITATION.cff"))
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert cff["version"] == project["version"] == citation.VERSION
    assert cff["title"].startswith(citation.TITLE)
    assert cff["authors"] == [{"name": citation.PROJECT}]
    assert str(cff["date-released"]).startswith(citation.YEAR)
    assert f"## {citation.VERSION}, {cff['date-released']}" in text("CHANGELOG.md")
    cited = f"{citation.PROJECT}, {citation.TITLE}, {citation.YEAR}"
    assert f"Cite as *{cited}*" in text("index.md")
    assert yaml.safe_load(text("_config.yml"))["title"] == citation.TITLE


def test_every_make_target_that_is_named_exists_and_each_has_a_line_of_help():
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.M))
    assert targets == set(re.findall(r"^([a-z]+):.*##", text("Makefile"), re.M))
    for name in ("README.md", "CONTRIBUTING.md", "index.md", "book/method.md"):
        for target in re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", text(name), re.M):
            assert "".join(target) in targets, (name, target)


def test_every_path_that_the_readme_names_exists():
    tree = re.search(r"## What is where\n+```\n(.*?)```", text("README.md"), re.S)[1]
    for line in tree.splitlines():
        for name in re.split(r"\s{2,}(?=\S)", line):
            if re.fullmatch(r"[\w./*]+", name) and ("." in name or "/" in name):
                assert list(ROOT.glob(name.rstrip("/"))), name


def closure():
    """Return the version of every package in constraints.txt, by its name."""
    found = re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)$", text("constraints.txt"), re.M)
    return {canonicalize_name(name): version for name, version in found}


def test_all_direct_dependencies_are_pinned_and_in_the_closure():
    pinned = closure()
    for file in ROOT.glob("requirements*.txt"):
        lines = [line.partition("#")[0].strip() for line in text(file.name).splitlines()]
        for one in [Requirement(line) for line in lines if line and not line.startswith("-")]:
            assert str(one.specifier) == f"=={pinned[canonicalize_name(one.name)]}", one


def test_every_package_takes_the_oldest_python_that_is_named():
    wanted = tomllib.loads(text("pyproject.toml"))["project"]["requires-python"]
    oldest = wanted.removeprefix(">=")
    assert f"needs only Python {oldest} or newer" in text("README.md")
    assert f"Python {oldest} or newer is needed" in text("Makefile")
    assert f"sys.version_info < ({oldest.replace('.', ', ')})" in text("Makefile")
    # pip says of a package that asks for 3.11.5 no more than that versions conflict.
    pinned = closure()
    for package in metadata.distributions():
        name = package.metadata["Name"]
        taken = SpecifierSet(package.metadata.get("Requires-Python") or "")
        if canonicalize_name(name) in pinned:
            assert taken.contains(oldest), f"{name}: needs Python {taken}"


def test_no_file_names_a_machine():
    for path in ROOT.glob("**/*"):
        if path.suffix not in {".md", ".py", ".yml", ".toml", ".txt", ".cff", ".css"}:
            continue
        if {"_build", ".venv", ".git"} & set(path.parts) or path.name == "test_docs.py":
            continue
        words = path.read_text(encoding="utf-8", errors="replace")
        assert not re.search(r"/(?:home|root|Users|work)/\w", words), path
