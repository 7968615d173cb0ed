"""Model files: what the loader accepts, refuses, and in which order it runs them."""

from pathlib import Path

import pytest

from warehouse.model import Model, ModelError, load_models

HEADER = '/*\ndescription = "d"\ngrain = ["a"]\n[columns]\na = "{a}"\n*/\n'


def write(folder: Path, name: str, body: str, meaning: str = "an a") -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(body if path.suffix == ".py" else HEADER.format(a=meaning) + body)


def test_order_follows_what_models_read_and_not_their_names(tmp_path: Path) -> None:
    write(tmp_path, "core/a_first.sql", "select a from core.z_base")
    write(tmp_path, "core/z_base.sql", "with x as (select a from staged.s_t) select a from x")
    models = load_models(tmp_path)
    assert [model.name for model in models] == ["core.z_base", "core.a_first"]
    assert models[0].reads == ("staged.s_t",)


def test_python_model_names_its_inputs_and_tables(tmp_path: Path) -> None:
    header = "description = 'd'\\n[inputs]\\nx = 'select a from staged.s_t'\\n"
    tables = "".join(f"[tables.{n}]\\ndescription='d'\\ngrain=['a']\\n[tables.{n}.columns]\\na='an a'\\n" for n in "uv")
    write(tmp_path, "score/fit.py", f'HEADER = "{header}{tables}"\n')
    (model,) = load_models(tmp_path)
    assert [table.name for table in model.tables] == ["score.u", "score.v"]
    assert model.queries == {"x": "select a from staged.s_t"}


def test_shared_columns_stand_in_one_place_and_change_who_names_them(tmp_path: Path) -> None:
    write(tmp_path, "core/x.sql", "select a from staged.s_t")
    (tmp_path / "core" / "y.sql").write_text('/*\ndescription = "d"\ngrain = ["n"]\ncolumns = "fit"\n*/\nselect 1 as n')

    def load(meaning: str) -> dict[str, Model]:
        (tmp_path / "columns.toml").write_text(f'[fit]\nn = "{meaning}"\n')
        return {model.name: model for model in load_models(tmp_path)}

    before, after = load("cells"), load("cells estimated on")
    assert before["core.y"].tables[0].columns == {"n": "cells"}
    assert before["core.y"].code != after["core.y"].code
    assert before["core.x"].code == after["core.x"].code
    (tmp_path / "columns.toml").unlink()
    with pytest.raises(ModelError, match=r"y\.sql: KeyError: 'fit'"):
        load_models(tmp_path)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"core/x.sql": "select a from core.nowhere"}, "reads core.nowhere, which no model makes"),
        ({"core/x.sql": "select a from core.y", "core/y.sql": "select a from core.x"}, "in a circle"),
        ({"core/x.py": "y = 1"}, "assign its TOML header to HEADER"),
    ],
)
def test_what_cannot_run_is_refused_with_a_reason(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, body in files.items():
        write(tmp_path, name, body)
    with pytest.raises(ModelError, match=message):
        load_models(tmp_path)


def test_a_file_without_header_is_named(tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "bare.sql").write_text("select 1 as a")
    with pytest.raises(ModelError, match=r"bare\.sql: begin the file with a comment"):
        load_models(tmp_path)


def test_one_column_name_has_one_meaning(tmp_path: Path) -> None:
    write(tmp_path, "core/x.sql", "select 1 as a", "exports")
    write(tmp_path, "core/y.sql", "select 1 as a", "imports")
    with pytest.raises(ModelError, match="one name, one meaning"):
        load_models(tmp_path)


def test_our_own_models_load_and_every_mart_reaches_a_source() -> None:
    models = {table.name: model for model in load_models() for table in model.tables}

    def roots(name: str) -> set[str]:
        if name not in models:
            return {name}
        return set().union(*(roots(read) for read in models[name].reads))

    for name in models:
        if name.startswith("mart."):
            assert any(root.startswith("staged.") for root in roots(name)), name
