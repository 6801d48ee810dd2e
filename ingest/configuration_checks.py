"""What no single key of portfolio.yml can tell: settings that contradict each other or lead nowhere."""

import codecs
import difflib
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.apis import SERVICES
from ingest.apis.plan import folder_problem, is_protected
from ingest.configuration import Api, Configuration, Source
from ingest.parsing.text import folded
from ingest.privacy import key_problem
from ingest.readers import READERS
from ingest.receipts import COLUMN_RULE

Location = tuple[str | int, ...]
Finding = tuple[Location, str, str]  # place, problem, remedy
AS_OF_RULES = ("filename", "received")
NAMED_COLUMN = re.compile(re.escape(COLUMN_RULE) + r"\S.*")


def check_configuration(configuration: Configuration) -> Iterator[Finding]:
    """Yield every contradiction in a configuration whose keys are each sound."""
    for index, source in enumerate(configuration.sources):
        for key, problem, remedy in _check_source(source):
            yield ("sources", index, *key), problem, remedy
    yield from _check_statuses(configuration)
    yield from _check_money(configuration)
    yield from _check_strategy(configuration)
    yield from _check_aliases(configuration)
    if problem := key_problem(configuration.privacy):
        yield (
            ("privacy", "key"),
            problem,
            "export a long random text under that name, the same one each night",
        )
    stages = [stage.stage for stage in configuration.stages]
    yield from _doubled("stages", stages, "two stages are called")


def _check_source(source: Source) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if source.format not in READERS:
        known = difflib.get_close_matches(source.format, READERS, n=1)
        remedy = f"did you mean {known[0]!r}?" if known else f"choose one of {', '.join(READERS)}"
        yield ("format",), f"unknown format {source.format!r}", remedy
    if source.api is not None:
        yield from _check_api(source, source.api)
    path = PurePosixPath(source.files)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        yield (
            ("files",),
            f"{source.files!r} leads out of the workspace",
            "give a path such as inbox/jira/*.csv",
        )
    if source.as_of not in AS_OF_RULES and not NAMED_COLUMN.fullmatch(source.as_of):
        yield ("as_of",), f"unknown rule {source.as_of!r}", "write filename, received, or column NAME"
    try:
        codecs.lookup(source.read.encoding)
    except LookupError:
        yield ("read", "encoding"), f"unknown encoding {source.read.encoding!r}", "write utf-8, cp1252, ..."


def _check_api(source: Source, api: Api) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if api.kind not in SERVICES:
        known = difflib.get_close_matches(api.kind, SERVICES, n=1)
        remedy = f"did you mean {known[0]!r}?" if known else f"choose one of {', '.join(SERVICES)}"
        yield ("api", "kind"), f"unknown service {api.kind!r}", remedy
        return
    service = SERVICES[api.kind]
    if source.format != service.format:
        yield ("format",), f"{source.format} does not read what {api.kind} answers", f"write {service.format}"
    if source.delivery != "increment":
        yield ("delivery",), "a pull brings what changed", "write increment"
    if source.as_of != "filename":
        yield ("as_of",), "the name of a pulled file tells its day", "write filename"
    if problem := folder_problem(source):
        yield ("files",), problem, f"write inbox/{source.name}/*.jsonl.gz"
    if not service.query.fullmatch(api.query):
        yield ("api", "query"), f"{api.query!r} is no query of {api.kind}", f"such as {service.query_example}"
    if service.needs_user and api.user is None:
        yield ("api",), f"{api.kind} needs `user`, whose token it is", "write ${NAME} and export NAME"
    yield from _check_address(api, api.url or service.url)


def _check_address(api: Api, url: str | None) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if url is None:
        yield ("api",), f"{api.kind} needs `url`", "write the address of your site"
        return
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield ("api", "url"), f"{url!r} is no address", "write https://..."
    elif parts.username or parts.query or parts.fragment:
        yield (
            ("api", "url"),
            "an address holds no user, query or fragment",
            "write scheme, host and path only",
        )
    elif not is_protected(url, allow_http=api.allow_http):
        yield ("api", "url"), f"{url} is not encrypted", "write https, or set api.allow_http"


def _check_statuses(configuration: Configuration) -> Iterator[Finding]:
    names = {source.name for source in configuration.sources}
    for index, status in enumerate(configuration.statuses):
        if status.source is not None and status.source not in names:
            remedy = f"name one of {', '.join(sorted(names))}"
            yield ("statuses", index, "source"), f"there is no source {status.source!r}", remedy
    pairs = [(status.source, status.status) for status in configuration.statuses]
    yield from _doubled("statuses", pairs, "two entries are about")


def _check_aliases(configuration: Configuration) -> Iterator[Finding]:
    names = {source.name for source in configuration.sources}
    tables = ("objective_aliases", "key_result_aliases")
    for key, aliases in zip(
        tables, (configuration.objective_aliases, configuration.key_result_aliases), strict=True
    ):
        renamed = {(alias.source, folded(alias.from_)) for alias in aliases}
        for index, alias in enumerate(aliases):
            if alias.source not in names:
                remedy = f"name one of {', '.join(sorted(names))}"
                yield (key, index, "source"), f"there is no source {alias.source!r}", remedy
            if (alias.source, folded(alias.to)) in renamed:
                problem = f"{alias.to!r} is itself renamed by an alias"
                yield (key, index, "to"), problem, "name the code that stays in the end"
        yield from _doubled(
            key, [(alias.source, folded(alias.from_)) for alias in aliases], "two aliases rename"
        )


def _check_money(configuration: Configuration) -> Iterator[Finding]:
    own = configuration.reporting.currency
    rates = configuration.reporting.exchange_rates
    for index, rate in enumerate(rates):
        if rate.currency == own:
            place = ("reporting", "exchange_rates", index)
            yield place, f"{own} is the reporting currency itself", "remove the rate; it is always 1"
    days = [(rate.currency, rate.rate_type, rate.valid_from.isoformat()) for rate in rates]
    yield from _doubled(("reporting", "exchange_rates"), days, "two rates are valid from")


def _check_strategy(configuration: Configuration) -> Iterator[Finding]:
    yield from _doubled("themes", [theme.name for theme in configuration.themes], "two themes are called")
    starts: dict[str, str] = {}
    for number, theme in enumerate(configuration.themes):
        for index, target in enumerate(theme.targets):
            start = target.valid_from.isoformat()
            first = starts.setdefault(target.strategy_version, start)
            if start != first:
                problem = f"{target.strategy_version} starts on {start} here and on {first} before"
                place = ("themes", number, "targets", index, "valid_from")
                yield place, problem, "give a strategy version one first day"


def _doubled(place: str | Location, items: Iterable[Hashable], problem: str) -> Iterator[Finding]:
    items = list(items)
    counts = Counter(items)
    prefix = (place,) if isinstance(place, str) else place
    for index, item in enumerate(items):
        if counts[item] > 1 and items.index(item) != index:
            shown = item if isinstance(item, str) else " ".join(str(part) for part in item if part)  # ty: ignore
            yield (*prefix, index), f"{problem} {shown}", "keep one of them"
