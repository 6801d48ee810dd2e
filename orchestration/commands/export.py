"""`portfolio export`: the marts of the served version as Parquet files; equal marts are equal bytes."""

from pathlib import Path

import duckdb
import typer

from ingest.workspace import Workspace
from orchestration.exit_codes import Exit
from orchestration.publishing import PublishingError, current, is_valid

MARTS = (
    "select table_name from duckdb_tables()"
    " where database_name = current_database() and schema_name = 'marts' order by 1"
)


def export(workspace: Workspace, folder: Path) -> int:
    """Write each mart of the served version into a file of its name; rows stand in the order of their values.

    Raises PublishingError when there is no sound version.
    """
    manifest = current(workspace)
    if manifest is None or not is_valid(workspace, manifest):
        raise PublishingError(f"{workspace.published}: no sound version is served; run `portfolio refresh`")
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(workspace.published / manifest.file, read_only=True) as connection:
        marts = [name for (name,) in connection.execute(MARTS).fetchall()]
        connection.execute("set threads = 1")  # several could cut the row groups by which was faster
        for name in marts:
            ordered = connection.sql(f'from marts."{name}" order by all')
            ordered.write_parquet(str(folder / f"{name}.parquet"), compression="zstd")
    typer.echo(f"{folder}: {len(marts)} marts of version {manifest.version} written")
    return Exit.DONE
