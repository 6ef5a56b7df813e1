import ast
import re

from conftest import ROOT

PACKAGE = ROOT / "src/interviews"
# Heavy libraries and the only modules that may import them.
ONLY = {
    "sphinx": {"sphinx_ext"},
    "docutils": {"sphinx_ext"},
    "matplotlib": {"charts", "linked_svg"},
    "myst_nb": {"sphinx_ext"},
    "krippendorff": {"agreement"},
}
FILES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def module(path):
    """Return the module or package right below ours that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def listed():
    """Return the modules in the order of the docstring of the package."""
    heads = re.findall(r"^- (.*?):", ast.get_docstring(TREES[PACKAGE / "__init__.py"]), re.M)
    return [name for head in heads for name in re.findall(r"`(\w+)`", head)]


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "interviews":
                yield from (f"interviews.{alias.name}" for alias in node.names)
            yield node.module


def test_every_module_has_its_place():
    assert sorted(listed()) == sorted({module(path) for path in FILES} - {"__init__"})


def test_modules_import_only_what_is_listed_before_them():
    order = ["__init__", *listed()]
    for path, tree in TREES.items():
        ours = {name.split(".")[1] for name in imported(tree) if name.startswith("interviews.")}
        assert ours <= set(order[: order.index(module(path)) + 1]), path


def test_heavy_libraries_are_imported_in_few_places():
    for path, tree in TREES.items():
        for library in {name.split(".")[0] for name in imported(tree)} & set(ONLY):
            assert module(path) in ONLY[library], f"{path}: {library}"


def test_nobody_edits_the_import_path():
    for path in FILES:
        assert not re.search(r"sys\.path|PYTHONPATH", path.read_text(encoding="utf-8")), path


def test_functions_are_short():
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] < 10
    assert lengths[-1] <= 50
