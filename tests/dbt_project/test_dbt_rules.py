"""The rules of the SQL room: layers, names, portability, documentation; read from dbt's manifest."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.configuration import Configuration
from ingest.contracts import TABLES
from ingest.reference import reference_tables
from tests.dbt_project.conftest import PROJECT, run_dbt

PREFIXES = {
    "staging": r"stg_\w+",
    "intermediate": r"int_[a-z_]+__[a-z_]+",
    "core": r"(dim|fct|bridge)_\w+",
    "marts": r"mart_\w+",
}
MAY_READ = {
    "staging": {"source", "staging"},
    "intermediate": {"seed", "staging", "intermediate"},
    "core": {"seed", "staging", "intermediate", "core"},
    "marts": {"core"},
}
PUBLIC_LAYERS = {"core", "marts"}
CONTRACT_TYPES = {
    "string",
    "decimal(18, 4)",
    "decimal(18, 10)",
    "double",
    "bigint",
    "date",
    "timestamp",
    "boolean",
}

# Spelled otherwise, or answering otherwise, on another engine.
BANNED = {
    "cast by ::": r"::",
    "qualify": r"\bqualify\b",
    "group by all": r"\bgroup by all\b",
    "select * exclude": r"\bexclude\s*\(",
    "filter (where": r"\bfilter\s*\(\s*where\b",
    "strftime": r"\bstrftime\b",
    "date_diff": r"\bdate_?diff\b",
    "list or struct literal": r"[\[\{]",
    "using sample": r"\busing sample\b",
    "asof join": r"\basof\b",
    "ilike": r"\bilike\b",
    "recursive": r"\brecursive\b",
    "regexp_replace": r"\bregexp_replace\b",
    "quantile_cont": r"\bquantile_cont\b",
    "arg_max": r"\barg_(max|min)\b",
    "unnest": r"\bunnest\b",
    "interval literal": r"\binterval\b",
    "day of week": r"\b(dayofweek|isodow|dow)\b",
    "a part of a date": r"\b(extract|date_part|date_trunc|year|quarter|month|day)\s*\(",
    "concat, null on Spark where a part is": r"\bconcat\s*\(",
    "aggregate into a text or list": r"\b(string_agg|array_agg|listagg|group_concat|list)\s*\(",
    "average, a decimal on Spark": r"\b(avg|median|mode)\s*\(",
    "value at an extreme": r"\b(max_by|min_by|any_value)\s*\(",
    "regular expression or split": r"\b(regexp\w*|rlike|split|string_split|split_part)\s*\(",
    "position in a text": r"\b(strpos|instr)\s*\(",
    "generated series": r"\b(generate_series|range|sequence|explode)\s*\(",
    "JSON": r"->|\bjson\w*\s*\(",
    "another spelling of a type": r"\bas\s+(varchar|text|char|float|real|integer|numeric|timestamptz)\b",
    "quoted identifier": r"\"",
    "whole-number division": r"//|\bdiv\b",
    "doubled quote or backslash in a literal": r"''''|\\\\",
    "ignore nulls": r"\bignore nulls\b",
    "columns by pattern or by name": r"\bcolumns\s*\(|\bby name\b",
    "lateral or positional join": r"\b(lateral|positional)\b",
    "grouping sets": r"\b(grouping sets|rollup|cube|pivot|unpivot)\b",
    "a clock": r"\b(current_date|current_timestamp|now\s*\(|getdate|localtime)",
    "random": r"\b(random|uuid|gen_random_uuid)\s*\(",
}


def _without_comments_and_jinja(code: str) -> str:
    """Return SQL as the engine sees it, save for what Jinja would put there."""
    code = re.sub(r"\{#.*?#\}", " ", code, flags=re.DOTALL)
    code = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", code, flags=re.DOTALL)
    code = re.sub(r"--[^\n]*", " ", code)
    return re.sub(r"'[^'\\]*'", "''", code)


@pytest.fixture(scope="session")
def models(manifest: dict) -> dict[str, dict]:
    """Models by name."""
    return {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}


@pytest.fixture(scope="session")
def own_macros(manifest: dict) -> dict[str, dict]:
    """The project's macros by name."""
    return {
        macro["name"]: macro
        for macro in manifest["macros"].values()
        if macro["package_name"] == "portfolio_warehouse" and not macro["name"].startswith("test_")
    }


def _folder(model: dict) -> str:
    return model["fqn"][1]


def _layer(manifest: dict, unique_id: str) -> str:
    kind = unique_id.partition(".")[0]
    return kind if kind in {"source", "seed"} else _folder(manifest["nodes"][unique_id])


def test_the_manifest_holds_the_project(models: dict[str, dict]) -> None:
    assert {_folder(model) for model in models.values()} == set(PREFIXES)
    assert len(models) > 80


def test_a_model_is_named_after_its_layer(models: dict[str, dict]) -> None:
    wrong = [name for name, model in models.items() if not re.fullmatch(PREFIXES[_folder(model)], name)]
    assert wrong == []


def test_a_layer_is_the_schema_of_its_name(models: dict[str, dict]) -> None:
    assert [name for name, model in models.items() if model["schema"] != _folder(model)] == []


def test_a_layer_reads_only_what_lies_below_it(manifest: dict, models: dict[str, dict]) -> None:
    wrong = [
        f"{name} reads {parent}"
        for name, model in models.items()
        for parent in model["depends_on"]["nodes"]
        if _layer(manifest, parent) not in MAY_READ[_folder(model)]
    ]
    assert wrong == []


def test_a_staging_model_stages_one_source(models: dict[str, dict]) -> None:
    staging = {name: model for name, model in models.items() if _folder(model) == "staging"}
    assert {name: model["sources"][0][1] for name, model in staging.items()} == {
        name: name.removeprefix("stg_").partition("__")[0] for name in staging
    }
    assert all(len(model["sources"]) == 1 for model in staging.values())


def test_the_sources_are_the_tables_that_ingest_attaches(manifest: dict) -> None:
    nothing = Configuration.model_validate(
        {
            "organisation": {"name": "O"},
            "reporting": {"currency": "EUR"},
            "sources": [{"name": "a", "format": "okr", "files": "x"}],
        }
    )
    found = {source["name"] for source in manifest["sources"].values() if source["source_name"] == "input"}
    assert found == {*TABLES, *reference_tables(nothing), "run_parameters"}


def test_a_seed_is_typed_and_published_by_none(manifest: dict) -> None:
    seeds = [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]
    assert {seed["name"] for seed in seeds} == {"okr_rules", "okr_terms"}
    for seed in seeds:
        assert seed["schema"] == "staging"
        assert seed["description"].startswith("One row per ")
        assert set(seed["config"]["column_types"]) == set(seed["columns"])


def test_every_model_says_what_a_row_is(models: dict[str, dict]) -> None:
    assert [
        name for name, model in models.items() if not model["description"].startswith("One row per ")
    ] == []


def test_every_public_column_is_described(models: dict[str, dict]) -> None:
    missing = [
        f"{name}.{column['name']}"
        for name, model in models.items()
        if _folder(model) in PUBLIC_LAYERS
        for column in model["columns"].values()
        if not column["description"]
    ]
    assert missing == []


def test_contracts_are_enforced_on_public_layers(models: dict[str, dict]) -> None:
    public = {name: model for name, model in models.items() if _folder(model) in PUBLIC_LAYERS}
    assert [name for name, model in public.items() if not model["contract"]["enforced"]] == []
    odd = [
        f"{name}.{column['name']}: {column['data_type']}"
        for name, model in public.items()
        for column in model["columns"].values()
        if column["data_type"] not in CONTRACT_TYPES and not column["name"].startswith("weight_")
    ]
    assert odd == []


def test_money_is_decimal_and_ratios_are_double(models: dict[str, dict]) -> None:
    suffixes = {
        "_amount": "decimal(18, 4)",
        "_share": "double",
        "_count": "bigint",
        "_date": "date",
        "_at": "timestamp",
    }
    wrong = [
        f"{name}.{column['name']}: {column['data_type']}"
        for name, model in models.items()
        if _folder(model) in PUBLIC_LAYERS
        for column in model["columns"].values()
        for suffix, data_type in suffixes.items()
        if column["name"].endswith(suffix) and column["data_type"] != data_type
    ]
    assert wrong == []


def test_every_public_model_has_a_tested_key(manifest: dict, models: dict[str, dict]) -> None:
    tested: dict[str, set[str]] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("test_metadata"):
            tested.setdefault(node["attached_node"], set()).add(
                f"{node['test_metadata']['name']} {node['column_name']}"
            )
    for name, model in models.items():
        if _folder(model) not in PUBLIC_LAYERS:
            continue
        tests = tested.get(model["unique_id"], set())
        unique = {test.removeprefix("unique ") for test in tests if test.startswith("unique ")}
        not_null = {test.removeprefix("not_null ") for test in tests if test.startswith("not_null ")}
        assert unique & not_null, name


def test_every_mart_that_computes_has_a_unit_test(manifest: dict, models: dict[str, dict]) -> None:
    """A mart computes when it divides, ranks, or chooses; others only choose columns."""
    tested = {test["model"] for test in manifest["unit_tests"].values()}
    computing = [
        name
        for name, model in models.items()
        if _folder(model) == "marts"
        and re.search(r"safe_divide|over \(|\bcase\b|group by", model["raw_code"])
    ]
    assert len(computing) > 5
    assert [name for name in computing if name not in tested] == []


@pytest.mark.parametrize("pattern", BANNED.values(), ids=BANNED)
def test_r08_sql_reads_the_same_on_every_engine(
    manifest: dict, models: dict[str, dict], own_macros: dict[str, dict], pattern: str
) -> None:
    code = {name: model["raw_code"] for name, model in models.items()}
    code |= {
        node["name"]: node["raw_code"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
    }
    code |= {
        name: macro["macro_sql"]
        for name, macro in own_macros.items()
        if not macro["path"].startswith("macros/dialect/")
    }
    found = [
        name
        for name, text in code.items()
        if re.search(pattern, _without_comments_and_jinja(text), re.IGNORECASE)
    ]
    assert found == []


def test_no_model_asks_for_its_engine_or_a_variable(models: dict[str, dict]) -> None:
    """Engines differ in macros/dialect; a variable that changes nightly would void dbt's parsed state."""
    asking = re.compile(r"target\.(type|name)|\bvar\(|\badapter\.|run_query|\bexecute\b")
    assert [name for name, model in models.items() if asking.search(model["raw_code"])] == []


def test_a_star_is_selected_only_to_import_a_model(models: dict[str, dict]) -> None:
    imports = re.compile(
        r"select \*\s+from (\{\{ ref\(|\w+\s+where\b|level_|check_ins|closed|ranked_targets|\w+\s*\))"
    )
    for name, model in models.items():
        for position in re.finditer(r"select \*", model["raw_code"]):
            assert imports.match(model["raw_code"], position.start()), name


def _windows(code: str, functions: str) -> Iterator[tuple[str, str]]:
    """Yield what stands in the brackets of each window over one of these functions, and what follows them."""
    for match in re.finditer(rf"\b({functions})\([^()]*\)\s*over\s*\(", code):
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(code[end], 0)
            end += 1
        yield code[match.end() : end], code[end:]


def test_every_window_has_an_order(models: dict[str, dict]) -> None:
    """Numbers and neighbours without an order are the engine's whim."""
    ranking = "row_number|rank|dense_rank|ntile|lag|lead|first_value|last_value"
    for name, model in models.items():
        for window, _ in _windows(model["raw_code"], ranking):
            assert "order by" in window, name


def test_a_rank_that_is_shown_is_cast(models: dict[str, dict]) -> None:
    """Ranks are 64 bits wide on one engine and 32 on another; a contract holds on both."""
    for name, model in models.items():
        for _, rest in _windows(model["raw_code"], "row_number|rank|dense_rank|ntile"):
            shown_as = re.match(r"\s*(?:end\s+)?as\s+(\w+)", rest)
            assert not (shown_as and shown_as[1] in model["columns"]), f"{name}.{shown_as and shown_as[1]}"


def test_a_dialect_macro_has_a_version_for_each_engine(own_macros: dict[str, dict]) -> None:
    dispatched = {
        name for name, macro in own_macros.items() if re.search(r"adapter\.dispatch\(", macro["macro_sql"])
    }
    for name in dispatched:
        assert {f"duckdb__{name}", f"spark__{name}", f"default__{name}"} <= set(own_macros), name
        assert "raise_compiler_error" in own_macros[f"default__{name}"]["macro_sql"]


def test_a_seed_holds_nothing_that_an_engine_escapes() -> None:
    """dbt-spark writes a seed's texts between quotes as they are."""
    seeds = sorted((PROJECT / "seeds").glob("*.csv"))
    assert seeds
    assert [path.name for path in seeds if {"'", "\\"} & set(path.read_text())] == []


def test_a_singular_test_says_what_a_row_means(manifest: dict) -> None:
    singular = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and not node.get("test_metadata")
    ]
    assert len(singular) >= 10
    assert [test["name"] for test in singular if not test["name"].startswith("assert_")] == []
    assert [test["name"] for test in singular if not test["raw_code"].startswith("-- A row here is ")] == []


def test_of_the_unit_tests_a_refresh_runs_the_worked_cases(manifest: dict, tmp_path: Path) -> None:
    options = ("--selector", "refresh", "--resource-type", "unit_test", "--output", "name", "--quiet")
    listed = run_dbt(tmp_path / "portfolio.duckdb", "ls", *options).stdout.split()
    unit_tests = manifest["unit_tests"].values()
    assert set(listed) == {test["name"] for test in unit_tests if "worked_case" in test["config"]["tags"]}
    assert 10 <= len(listed) < len(unit_tests) / 10
