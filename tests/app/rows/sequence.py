"""Orders of work, their price, and what the estimates behind them are worth."""

from tests.app.published_folder import AS_OF, Row, money
from tests.app.rows.organisation import CURRENCY, INITIATIVES

# code, place today, by money, by points in the batch; delay as of today, by money
PLACES = (("B-2", 2, 1, 2, 240000, 120000), ("B-1", 1, 2, 1, 32000, 64000), ("B-4", 3, 3, None, 48000, 48000))


def _members() -> list[Row]:
    names = {row[0]: row for row in INITIATIVES}
    rows = []
    for code, today, by_money, by_points, cost_today, cost_by_money in PLACES:
        whole = {
            "sequence_member_key": f"portfolio {code}",
            "sequence_scope": "portfolio",
            "initiative_code": code,
            "initiative_name": names[code][1],
            "theme_name": names[code][2],
            "value_stream_name": names[code][3],
            "owner_name": names[code][4],
            "currency_code": CURRENCY,
            "cd3_position": by_money,
            "current_position": today,
            "cd3_delay_cost_amount": money(cost_by_money),
            "current_delay_cost_amount": money(cost_today),
        }
        rows.append(whole)
        if by_points:
            batch = {"sequence_scope": "batch", "estimation_batch": "2026-Q1", "wsjf_position": by_points}
            rows.append(whole | batch | {"sequence_member_key": f"batch {code}"})
    return rows


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts of sequences and estimates."""
    common = {"currency_code": CURRENCY, "as_of_date": AS_OF}
    return {
        "marts.mart_delay_sequence_members": _members(),
        "marts.mart_delay_sequences": [
            common
            | {
                "sequence_key": "portfolio",
                "sequence_scope": "portfolio",
                "initiative_count": 3,
                "cd3_delay_cost_amount": money(232000),
                "current_delay_cost_amount": money(320000),
                "saving_amount": money(88000),
                "cost_of_points_reason": "points_compare_in_a_batch",
            },
            common
            | {
                "sequence_key": "batch",
                "sequence_scope": "batch",
                "estimation_batch": "2026-Q1",
                "initiative_count": 2,
                "cd3_delay_cost_amount": money(184000),
                "wsjf_delay_cost_amount": money(276000),
                "current_delay_cost_amount": money(276000),
                "saving_amount": money(92000),
                "cost_of_points_share": 0.5,
            },
        ],
        "marts.mart_portfolio_delay": [
            common
            | {
                "portfolio_delay_key": "1",
                "initiative_count": 4,
                "valued_initiative_count": 3,
                "estimated_initiative_count": 3,
                "cost_of_delay_coverage_count_share": 0.75,
                "cost_of_delay_coverage_spend_share": 0.9,
            }
        ],
        "marts.mart_estimate_findings": [
            {
                "estimate_finding_key": "1",
                "rule_name": "no_one_in_batch",
                "estimation_batch": "2026-Q1",
                "score_name": "job_size",
                "score": 2.0,
                "as_of_date": AS_OF,
            }
        ],
    }
