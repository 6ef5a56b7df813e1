import ast
import re

from conftest import ROOT

PACKAGE = ROOT / "src/interviews"
# What each module may import of ours, besides what those in turn may import.
MAY_IMPORT = {
    "paths": set(),
    "kernel": set(),
    "unsafe_text": set(),
    "quotations": set(),
    "numerals": set(),
    "representation": set(),
    "value": {"representation"},
    "finding": {"value"},
    "trial": {"value"},
    "firmness": {"finding", "trial"},
    "findings": {"finding", "trial"},
    "panel_words": {"firmness", "report"},
    "panels": {"agreement", "findings", "panel_words"},
    "folded": set(),
    "comparison_log": {"report", "folded", "comparison", "representation"},
    "citation": set(),
    "palette": set(),
    "charts": {"palette"},
    "linked_svg": {"charts", "citation", "representation", "unsafe_text"},
    "study_charts": {"linked_svg", "findings"},
    "codebook": {"paths"},
    "schema": {"paths"},
    "tables": {"schema"},
    "corpus": {"tables", "quotations", "unsafe_text"},
    "majority": {"tables", "quotations"},
    "codings": {"corpus", "codebook", "majority"},
    "agreement": {"codings"},
    "validation": {"codings", "numerals"},
    "comparison": {"trial"},
    "derivation": {"validation", "comparison"},
    "report": {"derivation", "trial"},
    "glance": {"report", "representation"},
    "timeline": {"report", "representation"},
    "sphinx_ext": {"panels", "kernel", "charts", "citation"},
    "pdf": {"sphinx_ext", "citation"},
    "__main__": {"panels", "pdf"},
    "__init__": set(),
}
# Heavy libraries and the only modules that may import them.
ONLY = {
    "sphinx": {"sphinx_ext"},
    "docutils": {"sphinx_ext"},
    "matplotlib": {"charts", "linked_svg"},
    "myst_nb": {"sphinx_ext"},
    "krippendorff": {"agreement"},
}


def modules():
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        yield name, path, ast.parse(path.read_text(encoding="utf-8"))


MODULES = {name: tree for name, path, tree in modules() if path.parent == PACKAGE}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "interviews":
                yield from (f"interviews.{alias.name}" for alias in node.names)
            yield node.module


def allowed(name):
    found, todo = set(), set(MAY_IMPORT[name])
    while todo:
        part = todo.pop()
        found.add(part)
        todo |= MAY_IMPORT[part] - found
    return found


def test_every_module_has_its_place():
    assert {name for name, _, _ in modules()} == set(MAY_IMPORT)


def test_modules_import_only_what_lies_below_them():
    for name, path, tree in modules():
        ours = {m.split(".")[1] for m in imported(tree) if m.startswith("interviews.")}
        assert ours <= allowed(name) | {name}, path


def test_the_package_lists_its_modules_in_the_order_in_which_they_build_on_each_other():
    heads = re.findall(r"^- (.*?):", ast.get_docstring(MODULES["__init__"]), re.MULTILINE)
    listed = [name for head in heads for name in re.findall(r"`(\w+)`", head)]
    assert sorted(listed) == sorted(set(MAY_IMPORT) - {"__init__"})
    for place, name in enumerate(listed):
        assert MAY_IMPORT[name] <= set(listed[:place]), name


def test_heavy_libraries_are_imported_in_few_places():
    for name, path, tree in modules():
        for library, places in ONLY.items():
            if any(module.split(".")[0] == library for module in imported(tree)):
                assert name in places, f"{path}: {library}"


def test_nobody_edits_the_import_path():
    for _, path, _ in modules():
        text = path.read_text(encoding="utf-8")
        assert "sys.path" not in text, path
        assert "PYTHONPATH" not in text, path


def test_functions_are_short():
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for _, _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] < 10
    assert lengths[-1] <= 50
