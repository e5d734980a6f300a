"""What the replenishment notebooks share: the demand, the stock, and how much to order.

There is no warehouse behind this example, so demand and stock are drawn from a seed. The same day and seed give the same
numbers in each task, and yesterday's demand is the same today.
"""

from dataclasses import dataclass
from statistics import NormalDist
from zlib import crc32

import numpy as np
import pandas as pd

HISTORY_DAYS = 56
WEEKDAY_FACTORS = np.array([0.9, 0.85, 0.9, 1.0, 1.15, 1.3, 1.2])  # Monday first

ITEMS = pd.DataFrame(
    {
        "item": ["atta 5 kg", "basmati 1 kg", "toor dal 1 kg", "milk 1 l", "paneer 200 g", "onions 1 kg", "tea 250 g", "ghee 500 ml"],
        "daily": [40, 32, 28, 160, 45, 90, 22, 14],
        "case": [4, 10, 10, 12, 20, 10, 24, 12],
        "price": [245.0, 120.0, 145.0, 58.0, 85.0, 38.0, 130.0, 310.0],
    }
).set_index("item")


@dataclass(frozen=True)
class Warehouse:
    """How a warehouse is supplied."""

    name: str
    size: float  # its demand, as a multiple of the usual
    lead_days: int  # from order to delivery
    review_days: int  # from one order to the next


WAREHOUSES = {
    "delhi": Warehouse("Delhi", size=1.4, lead_days=2, review_days=3),
    "bangalore": Warehouse("Bangalore", size=1.0, lead_days=1, review_days=1),
}


def demand(warehouse: str, day: str, seed: int) -> pd.DataFrame:
    """Units sold, a row for each of the 56 days before ``day`` and a column for each item."""
    days = pd.date_range(end=pd.Timestamp(day) - pd.Timedelta(days=1), periods=HISTORY_DAYS, name="date")
    rows = [_sold(warehouse, date, seed) for date in days]
    return pd.DataFrame(rows, index=days, columns=ITEMS.index)


def stock(warehouse: str, day: str, seed: int) -> pd.Series:
    """Units on the shelf on the morning of ``day``: between nothing and twice the demand until the next delivery."""
    place = WAREHOUSES[warehouse]
    cover = _random(warehouse + "/stock", pd.Timestamp(day), seed).uniform(0, 2, len(ITEMS))
    units = ITEMS["daily"] * place.size * cover * (place.lead_days + place.review_days)
    return units.round().astype(int).rename("stock")


def orders(warehouse: str, day: str, seed: int, service_level: float) -> pd.DataFrame:
    """What to order, a row an item.

    The target is the demand expected until the order after this one arrives, and a reserve for which demand stays below
    it with the probability ``service_level``. What is missing is ordered in whole cases.
    """
    place = WAREHOUSES[warehouse]
    span = place.lead_days + place.review_days
    sold = demand(warehouse, day, seed)
    reserve = NormalDist().inv_cdf(service_level) * sold.std() * np.sqrt(span)
    plan = pd.DataFrame({"stock": stock(warehouse, day, seed), "daily": sold.mean(), "target": sold.mean() * span + reserve})
    missing = (plan["target"] - plan["stock"]).clip(lower=0)
    plan["cases"] = np.ceil(missing / ITEMS["case"]).astype(int)
    plan["units"] = plan["cases"] * ITEMS["case"]
    plan["cost"] = plan["units"] * ITEMS["price"]
    return plan


def _sold(warehouse: str, date: pd.Timestamp, seed: int) -> np.ndarray:
    expected = ITEMS["daily"].to_numpy() * WAREHOUSES[warehouse].size * WEEKDAY_FACTORS[date.day_of_week]
    return _random(warehouse, date, seed).poisson(expected)


def _random(name: str, date: pd.Timestamp, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, crc32(name.encode()), date.toordinal()])
