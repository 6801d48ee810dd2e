"""Who may see what: from claims and settings to pages and rows; when in doubt, nothing."""

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from analytics_app.access import EVERYTHING, Access, NoAccess, access_of
from analytics_app.pages import FOR_EVERYBODY, OF_WHOLE_WAREHOUSE, PAGES, SECTIONS, SECTIONS_OF_ROLE
from analytics_app.row_access import WHOLE, Scope
from analytics_app.sign_in import Role, SignIn, SignInError, load
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows import example_tables
from tests.app.rows.organisation import INITIATIVES
from tests.app.test_views import page_text, tile

NOW = 1_800_000_000.0
BY_FILE = {page.file: page for page in PAGES}
ALL_ROLES = FOR_EVERYBODY & set(BY_FILE)
SETTINGS: dict[str, Any] = {
    "address": "https://portfolio.example.org",
    "provider": "https://login.example.org/.well-known/openid-configuration",
    "client_id": "portfolio",
    "client_secret": "${TESTS_CLIENT_SECRET}",
    "cookie_secret": "${TESTS_COOKIE_SECRET}",
    "claim": "realm.groups",
    "access": [
        {"value": "board", "role": "leadership", "value_streams": "all"},
        {"value": "finance-shop", "role": "finance", "value_streams": ["Shop"]},
        {"value": "finance-4711", "role": "finance", "cost_centers": ["4711"]},
        {"value": "leads", "role": "team_lead", "value_streams": "claim streams"},
        {"email": "owner.07@example.org", "role": "data_team", "value_streams": "all"},
    ],
}


def granted(now: float = NOW, **claims: Any) -> Access:
    groups = {"realm": {"groups": claims.pop("groups")}} if "groups" in claims else {}
    return access_of({"sub": "7", "iat": NOW, **groups, **claims}, SignIn.model_validate(SETTINGS), now)


def files(access: Access) -> set[str]:
    return {page.file for page in access.pages}


def section(*names: str) -> set[str]:
    return {page.file for name in names for page in SECTIONS[name]}


def test_s09_a_role_decides_the_pages() -> None:
    assert set(SECTIONS_OF_ROLE) == set(get_args(Role))
    assert files(granted(groups=["board"])) == section("Leadership", "Finance", "Prioritising") | ALL_ROLES
    assert (
        files(granted(email="Owner.07@example.org", email_verified=True)) == set(BY_FILE) == files(EVERYTHING)
    )
    lead = granted(groups=["leads"], streams=["Shop"])
    assert files(lead) == section("Prioritising") | ALL_ROLES


def test_pages_of_the_whole_warehouse_do_not_exist_for_people_with_limits() -> None:
    finance = granted(groups=["finance-shop"])
    assert "data_health" not in files(finance)
    assert files(finance) == section("Leadership", "Finance", "Data team") - OF_WHOLE_WAREHOUSE | ALL_ROLES


def test_rows_come_from_the_setting_or_from_a_claim() -> None:
    page = BY_FILE["cost_of_delay"]
    assert granted(groups=["board"]).scope(page) == WHOLE
    assert granted(groups="leads", streams=["Shop", "Payments"]).scope(page) == Scope(
        frozenset({"Shop", "Payments"})
    )
    money = BY_FILE["spend_by_theme"]
    assert granted(groups=["finance-4711"]).scope(money) == Scope(cost_centers=frozenset({"4711"}))


def test_grants_add_up_but_each_role_brings_its_own_rows() -> None:
    both = granted(groups=["finance-shop", "finance-4711", "leads"], streams="Payments")
    assert both.scope(BY_FILE["spend_by_theme"]) == Scope(frozenset({"Shop"}), frozenset({"4711"}))
    assert both.scope(BY_FILE["cost_of_delay"]) == Scope(frozenset({"Payments"}))
    assert both.scope(BY_FILE["metric_dictionary"]) == Scope(
        frozenset({"Shop", "Payments"}), frozenset({"4711"})
    )


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"groups": []},
        {"groups": None},
        {"groups": ["Board", "board ", "finance"]},
        {"groups": {"board": True}},
        {"groups": [["board"]]},
        {"realm.groups": 1},
        {"email": "owner.07@example.org"},
        {"email": "owner.07@example.org", "email_verified": False},
        {"email": "owner.07@example.org", "email_verified": "no"},
        {"email": ["owner.07@example.org"]},
        {"name": "board", "role": "leadership"},
    ],
)
def test_s09_without_a_known_role_nothing_is_seen(claims: dict[str, Any]) -> None:
    with pytest.raises(NoAccess, match="no role is given to you"):
        granted(**claims)


def test_a_provider_that_does_not_say_whether_it_verified_an_address_is_trusted_if_set() -> None:
    trusting = SignIn.model_validate(SETTINGS | {"email_is_verified": True})
    claims = {"sub": "7", "iat": NOW, "email": "owner.07@example.org"}
    assert access_of(claims, trusting, NOW).pages
    with pytest.raises(NoAccess, match="no role is given to you"):
        access_of(claims | {"email_verified": False}, trusting, NOW)


@pytest.mark.parametrize("streams", [None, [], "", [7], {"Shop": True}])
def test_without_the_rows_of_a_role_nothing_is_seen(streams: Any) -> None:
    with pytest.raises(NoAccess, match="no value stream and no cost centre"):
        granted(groups=["leads"], streams=streams)


@pytest.mark.parametrize("issued", [None, "now", NOW - 12 * 3600 - 1])
def test_s08_a_sign_in_ends(issued: Any) -> None:
    with pytest.raises(NoAccess, match="has ended"):
        granted(groups=["board"], iat=issued)
    assert granted(groups=["board"], iat=NOW - 12 * 3600 + 1).pages


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"adress": "https://x.example.org"}, "adress: Extra inputs"),
    ({"client_secret": "hunter2"}, "client_secret: a secret is never written here"),
    ({"address": "http://portfolio.example.org"}, "address: it must begin with https://"),
    ({"address": "https://example.org/portfolio"}, "address: it has a path"),
    ({"claim": None}, "say which with `claim`"),
    ({"access": []}, "access: "),
    ({"access": [{"value": "a", "role": "chief", "value_streams": "all"}]}, "access.0.role: "),
    ({"access": [{"value": "a", "role": "finance"}]}, "access.0: say which rows"),
    ({"access": [{"role": "finance", "value_streams": "all"}]}, "access.0: name either"),
    (
        {"access": [{"value": "a", "role": "finance", "value_streams": "Shop"}]},
        "access.0: 'Shop' is not a list",
    ),
    (
        {"access": [{"value": "a", "role": "finance", "cost_centers": "all"}]},
        "access.0: for everything write",
    ),
]


def written(folder: Path, **changes: Any) -> Path:
    file = folder / "sign_in.yml"
    file.write_text(yaml.safe_dump(SETTINGS | changes))
    return file


@pytest.mark.parametrize(("changes", "problem"), WRONG)
def test_settings_that_cannot_be_meant_are_refused(
    tmp_path: Path, changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(SignInError) as refusal:
        load(written(tmp_path, **changes))
    assert problem in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "[]", "a: [", "just words"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "sign_in.yml").write_text(text)
    with pytest.raises(SignInError, match=r"sign_in\.yml"):
        load(tmp_path / "sign_in.yml")
    with pytest.raises(SignInError, match="cannot be read"):
        load(tmp_path / "not there.yml")


def test_s13_secrets_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(written(tmp_path))
    monkeypatch.delenv("TESTS_COOKIE_SECRET", raising=False)
    monkeypatch.setenv("TESTS_CLIENT_SECRET", "of the client")
    with pytest.raises(SignInError, match="TESTS_COOKIE_SECRET of 32 characters or more"):
        settings.secrets()
    monkeypatch.setenv("TESTS_COOKIE_SECRET", "too short")
    with pytest.raises(SignInError, match="32 characters"):
        settings.secrets()
    monkeypatch.setenv("TESTS_COOKIE_SECRET", "c" * 32)
    secrets = settings.secrets()
    assert secrets["client_secret"] == "of the client"
    assert secrets["redirect_uri"] == "https://portfolio.example.org/oauth2callback"
    assert secrets["client_kwargs"]["code_challenge_method"] == "S256"


def test_an_example_of_the_documentation_is_valid(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "sign_in.md").read_text()
    (tmp_path / "example.yml").write_text(text.split("```yaml\n")[1].split("```")[0])
    assert {grant.role for grant in load(tmp_path / "example.yml").access} == set(get_args(Role))


# The pages themselves: what each role meets. The rows are those of tests/app/rows.


def opened(open_app: OpenApp, folder: Path, settings: Path, page: str = "overview", **claims: Any) -> AppTest:
    groups = {"realm": {"groups": claims.pop("groups", [])}}
    user = {"is_logged_in": True, "name": "Owner 09", "iat": 4_000_000_000, **groups, **claims}
    return open_app(folder, page, settings=settings, user=user)


def names_seen(app: AppTest) -> str:
    """Return all that the page shows: its texts and the rows of its tables."""
    frames = [frame.value for frame in app.dataframe]
    rows = " ".join(str(frame.to_numpy().tolist()) for frame in frames)
    return page_text(app) + rows


@pytest.mark.parametrize("page", sorted(section("Leadership", "Finance") - OF_WHOLE_WAREHOUSE))
def test_a_finance_partner_sees_the_rows_of_one_value_stream(
    example_folder: Path, open_app: OpenApp, tmp_path: Path, page: str
) -> None:
    app = opened(open_app, example_folder, written(tmp_path), page, groups=["finance-shop"])
    assert not app.exception
    assert not app.error
    assert "You see value stream Shop." in page_text(app)
    for foreign in ("Fraud shield", "Warehouse robots", "Payments", "Logistics"):
        assert foreign not in names_seen(app)
    for owner in ("Owner 02", "Owner 03"):  # goals, and who answers for them, are open to everybody
        assert page in {"okrs", "strategy_map"} or owner not in names_seen(app)


def sent(app: AppTest) -> bytes:
    """Return all that the page sends to the browser: texts, options, tables and the data of charts."""

    def elements(node: Any) -> list[bytes]:
        children = getattr(node, "children", {}).values()
        proto = getattr(node, "proto", None)
        own = [proto.SerializeToString()] if hasattr(proto, "SerializeToString") else []
        return own + [each for child in children for each in elements(child)]

    return b"".join(elements(app._tree))


PARTS = {"Shop": {"groups": ["finance-shop"]}, "Payments": {"groups": ["leads"], "streams": ["Payments"]}}
ON_PAGES = [(stream, page) for stream, claims in PARTS.items() for page in sorted(files(granted(**claims)))]


@pytest.mark.parametrize(("stream", "page"), ON_PAGES)
def test_s11_nothing_of_others_is_sent_by_any_page_whatever_its_address_asks_for(
    example_folder: Path, open_app: OpenApp, tmp_path: Path, stream: str, page: str
) -> None:
    names = {row[1]: row[3] for row in INITIATIVES if row[0] != "unknown"}
    others = {"stream": "Logistics", "initiative": "B-4", "owner": "Owner 03"}
    opening = opened(open_app, example_folder, written(tmp_path), page, **PARTS[stream])
    for name, value in others.items():
        opening.query_params[name] = value
    app = opening.run()
    assert not app.exception
    told = sent(app)
    assert [name for name, of in names.items() if of != stream and name.encode() in told] == []
    assert f"You see value stream {stream}" in page_text(app)


def test_what_is_sent_holds_options_tables_and_charts(
    example_folder: Path, open_app: OpenApp, tmp_path: Path
) -> None:
    app = opened(open_app, example_folder, written(tmp_path), "cost_of_delay", groups=["board"])
    told = sent(app)
    assert told.count(b"Fraud shield") > page_text(app).count("Fraud shield") > 0
    assert b"Owner 03" in told  # an option of a filter


def test_figures_of_a_part_are_of_that_part(example_folder: Path, open_app: OpenApp, tmp_path: Path) -> None:
    app = opened(open_app, example_folder, written(tmp_path), groups=["finance-shop"])
    assert tile(app, "Change spend to date") == "EUR 480k"  # B-1 and B-3
    assert tile(app, "Left in the envelope") == "–"
    assert "withheld, it is of the whole portfolio" in page_text(app)
    whole = opened(open_app, example_folder, written(tmp_path), groups=["board"])
    assert tile(whole, "Change spend to date") == "EUR 606k"
    assert "You see" not in page_text(whole)


@pytest.fixture
def shared_centre(tmp_path: Path) -> Path:
    """All slices of B-1, B-2 and B-3 are of cost centre 4711, but only B-3 has no money elsewhere."""
    tables = example_tables()
    booked = [("B-1", "4711"), ("B-1", "4712"), ("B-2", "4711"), ("B-2", "4712"), ("B-3", "4711")]
    centre = {"cost_center_code": "4711"}
    slices = [
        row | (centre if row["initiative_code"] in {"B-1", "B-2", "B-3"} else {})
        for row in tables["marts.mart_spend_slices"]
    ]
    facts = {
        "core.fct_ledger_lines": [
            {"ledger_line_key": str(number), "cost_center_code": code}
            for number, (_, code) in enumerate(booked)
        ],
        "core.fct_ledger_allocations": [
            {"ledger_line_key": str(number), "initiative_code": code}
            for number, (code, _) in enumerate(booked)
        ],
        "core.fct_budget_lines": [],
        "core.fct_budget_allocations": [],
    }
    return publish_tables(tmp_path / "shared", tables | facts | {"marts.mart_spend_slices": slices})


def test_people_of_a_cost_centre_see_its_money_in_all_value_streams(
    shared_centre: Path, open_app: OpenApp, tmp_path: Path
) -> None:
    app = opened(open_app, shared_centre, written(tmp_path), "spend_by_theme", groups=["finance-4711"])
    assert "You see cost centre 4711." in page_text(app)
    assert tile(app, "Change spend to date") == "EUR 510k"  # B-1 and B-3 of Shop, B-2 of Payments


def test_a_control_total_of_a_part_is_not_held_against_another_part(
    shared_centre: Path, open_app: OpenApp, tmp_path: Path
) -> None:
    """Slices are of the cost centre, theme spend is of initiatives that are wholly its own."""
    app = opened(open_app, shared_centre, written(tmp_path), "spend_by_theme", groups=["finance-4711"])
    assert "● ties to the cent" in page_text(app)
    assert "the mart of theme spend says" not in page_text(app)


@pytest.mark.parametrize("page", [page.file for page in PAGES])
@pytest.mark.parametrize(
    "claims",
    [
        {"groups": ["board"]},
        {"groups": ["finance-shop"]},
        {"groups": ["leads"], "streams": ["Payments"]},
        {"email": "owner.07@example.org", "email_verified": True},
    ],
    ids=["leadership", "finance", "team_lead", "data_team"],
)
def test_s09_a_page_exists_for_a_role_or_says_that_it_does_not(
    example_folder: Path, open_app: OpenApp, tmp_path: Path, claims: dict[str, Any], page: str
) -> None:
    access = granted(**claims)
    app = opened(open_app, example_folder, written(tmp_path), page, **claims)
    assert not app.exception
    if page in files(access):
        assert "Fixture Works" in page_text(app)
    elif page == "overview":  # the address of all: it leads to the first page of the role
        assert app.title[0].value == access.pages[0].title
    else:
        assert "does not exist for your role" in page_text(app)
        assert not app.metric
        assert not app.dataframe


def test_s08_nobody_sees_anything_without_sign_in_role_or_setting(
    example_folder: Path, open_app: OpenApp, tmp_path: Path
) -> None:
    settings = written(tmp_path)
    stranger = open_app(example_folder, settings=settings, user={"is_logged_in": False})
    assert [button.label for button in stranger.button] == ["Sign in"]
    visitor = opened(open_app, example_folder, settings, groups=["staff"])
    assert "signed in as Owner 09, but no role is given to you" in page_text(visitor)
    assert [button.label for button in visitor.button] == ["Sign out"]
    unset = open_app(example_folder, settings="")
    assert "Sign-in is not set up" in page_text(unset)
    for app in (stranger, visitor, unset):
        assert "Fixture Works" not in page_text(app)
        assert not app.metric


def test_s10_what_is_cached_for_one_is_not_shown_to_another(
    example_folder: Path, open_app: OpenApp, tmp_path: Path
) -> None:
    settings = written(tmp_path)
    everybody = ["Logistics", "Payments", "Platform", "Shop", "Unassigned"]
    for _ in range(2):
        for group, spent, streams in (
            ("board", "EUR 606k", everybody),
            ("finance-shop", "EUR 480k", ["Shop"]),
        ):
            app = opened(open_app, example_folder, settings, groups=[group])
            assert tile(app, "Change spend to date") == spent
            (offered,) = [choice.options for choice in app.multiselect if choice.label == "Value stream"]
            assert offered == streams


def test_s08_local_mode_shows_nothing_where_others_could_look(
    example_folder: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit import config

    app = open_app(example_folder)
    assert app.metric
    config.set_option("server.address", "0.0.0.0")  # as `streamlit run main.py` alone would
    app.run()
    assert "other machines reach them" in page_text(app)
    assert not app.metric


@pytest.mark.parametrize("page", ["overview", "spend_by_theme"])
def test_what_is_of_a_part_is_not_said_to_be_of_the_whole(
    example_folder: Path, open_app: OpenApp, tmp_path: Path, page: str
) -> None:
    settings = written(tmp_path)
    part = page_text(opened(open_app, example_folder, settings, page, groups=["finance-shop"]))
    whole = page_text(opened(open_app, example_folder, settings, page, groups=["board"]))
    assert "are of all that you may see" in part
    assert "are of the whole portfolio" not in part
    assert "are of the whole portfolio" in whole
