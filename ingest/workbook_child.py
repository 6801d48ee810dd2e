"""Parse one worksheet in a process of its own.

    python -I -S workbook_child.py LIBRARIES WORKBOOK SHEET TARGET

A workbook of 5 kB can make the parser allocate hundreds of gigabytes and abort its process. Here
the limits of memory and CPU time catch that, and only this process dies. It imports nothing of
the project and skips `site`, so that it starts fast; LIBRARIES is the folder of the installed packages.
The worksheet's cells go to TARGET as an Arrow stream of text columns; the cells that hold an Excel error
are listed on the standard output, as JSON. What the system refuses ends it with SYSTEM_ERROR and its number.
"""

import json
import os
import resource
import sys

ADDRESS_SPACE = 4 << 30  # bytes; half of it is what the libraries reserve without using it
CPU_SECONDS = 60
SYSTEM_ERROR = 100  # exit codes from here on; the numbers of the system's errors are below 134


def parse(libraries: str, workbook: str, sheet: str, target: str) -> None:
    """Write the sheet's cells, all rows from the first on, as text, and end the process."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # pyarrow does without numpy, whose import costs 0.1 CPU s and starts a pool of threads.
    sys.modules["numpy"] = None  # ty: ignore
    sys.path.append(libraries)
    import fastexcel
    import pyarrow

    with open(workbook, "rb") as file:  # the parser would not tell by number what the system refuses
        file.read(1)
    loaded = fastexcel.read_excel(workbook).load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    batch, errors = loaded.to_arrow_with_errors()
    positions = [(*error.offset_position, error.detail) for error in errors.errors] if errors else []
    with pyarrow.ipc.new_stream(target, batch.schema) as sink:
        sink.write_batch(batch)
    sys.stdout.write(json.dumps(positions))
    sys.stdout.flush()
    os._exit(0)  # all is written; freeing the sheet cell by cell would take a tenth of the time


if __name__ == "__main__":
    try:
        parse(*sys.argv[1:])
    except OSError as error:
        sys.exit(SYSTEM_ERROR + (error.errno or 0))
    except Exception as error:
        sys.exit(str(error).partition("\n")[0])
