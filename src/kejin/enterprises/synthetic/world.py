"""What the synthetic province assumes: places, industries, lenders. docs/synthetic.md says where each comes from."""

from datetime import date
from typing import NamedTuple

VERSION = 2
"""Raised whenever the same seed makes other bytes."""
BLOCK = 10_000
"""Enterprises of one block; the unit of work and of a part file."""
FULL_SCALE = 200_000
"""How many enterprises stand for the whole province; a smaller run is a sample of it."""
AS_OF = date(2026, 6, 30)
"""The day on which the province is looked at."""
YEARS = (2020, 2021, 2022, 2023, 2024, 2025)
"""The years of accounts: five, and the one before them, which the oldest certificates rest on."""


class Place(NamedTuple):
    """A city: its code, its share of enterprises, districts with their shares, and how it is called."""

    code: str
    name: str
    weight: float
    districts: tuple[tuple[str, float], ...]


def _city(code: str, name: str, weight: float, *, districts: str) -> Place:
    """Districts by the last two digits of their codes (GB/T 2260) and their shares; two cities have none below them."""
    parts = (part.split(":") for part in districts.split())
    return Place(code, name, weight, tuple((code + last, float(share)) for last, share in parts))


CITIES = (
    _city(
        "4401", "广州", 20.0, districts="06:3 12:4 15:1 11:1 13:1 05:0.7 03:0.5 04:0.4 14:0.6 18:0.5 17:0.2"
    ),
    _city("4402", "韶关", 0.8, districts="03:1 04:1 05:1"),
    _city("4403", "深圳", 34.0, districts="05:3 04:1 06:3 07:1.5 09:1.5 11:0.8 10:0.6 03:0.4 08:0.1"),
    _city("4404", "珠海", 3.6, districts="02:2 03:0.5 04:0.5"),
    _city("4405", "汕头", 1.6, districts="07:1 11:1 12:0.4 13:0.5 14:0.4 15:0.7"),
    _city("4406", "佛山", 11.0, districts="05:2 06:2 04:1 07:0.6 08:0.4"),
    _city("4407", "江门", 3.2, districts="03:1 04:1 05:0.7"),
    _city("4408", "湛江", 0.8, districts="02:1 03:1 04:0.5 11:0.5"),
    _city("4409", "茂名", 0.5, districts="02:1 04:0.7"),
    _city("4412", "肇庆", 1.4, districts="02:1 03:0.6 04:0.8"),
    _city("4413", "惠州", 4.0, districts="02:2 03:1"),
    _city("4414", "梅州", 0.5, districts="02:1 03:0.8"),
    _city("4415", "汕尾", 0.4, districts="02:1"),
    _city("4416", "河源", 0.5, districts="02:1"),
    _city("4417", "阳江", 0.4, districts="02:1 04:0.5"),
    _city("4418", "清远", 0.8, districts="02:1 03:0.6"),
    _city("4419", "东莞", 12.0, districts="00:1"),
    _city("4420", "中山", 3.8, districts="00:1"),
    _city("4451", "潮州", 0.5, districts="02:1 03:0.8"),
    _city("4452", "揭阳", 0.5, districts="02:1 03:0.8"),
    _city("4453", "云浮", 0.3, districts="02:1 03:0.5"),
)
PLATFORMS = (
    ("hengqin", "440402", 0.25),
    ("qianhai", "440305", 0.06),
    ("nansha", "440115", 0.90),
    ("hetao", "440304", 0.10),
)
"""The platform, the district it lies in, and the share of that district's enterprises in it."""

PROJECTS = 0.06
"""The share of enterprises in strategic industries that only hold and run a project, such as a plant or a park."""


class Industry(NamedTuple):
    """An industry: code, kind of business in names, sectors and classes, weight, and what its accounts look like."""

    code: str
    word: str
    sector: str
    key: str
    emerging: str
    services: str
    weight: float
    size: float
    rd: float
    margin: float
    export: float


_NO, _AI = "none", "artificial_intelligence"
INDUSTRIES = (
    Industry("3973", "集成电路", "industry", "integrated_circuits", "1_2", _NO, 2.0, 0.9, 0.100, 0.34, 0.25),
    Industry("6520", "芯片设计", "software", "integrated_circuits", "1_3", "information", 2.5, 0.1, 0.160, 0.40, 0.12),
    Industry("3612", "新能源汽车", "industry", "new_energy_vehicles", "5_1", _NO, 0.7, 1.8, 0.050, 0.18, 0.15),
    Industry("3670", "汽车部件", "industry", "new_energy_vehicles", "5_2", _NO, 4.0, 0.7, 0.045, 0.22, 0.15),
    Industry("3963", "无人机", "industry", "low_altitude", "2_2", _NO, 1.2, -0.1, 0.110, 0.35, 0.30),
    Industry("2761", "生物药", "industry", "biomedicine", "4_1", _NO, 1.6, 0.2, 0.120, 0.55, 0.08),
    Industry("3581", "医疗设备", "industry", "biomedicine", "4_2", _NO, 3.4, 0.0, 0.095, 0.48, 0.15),
    Industry("7340", "医药研发", "other", "biomedicine", "4_1", "rd_design", 1.8, -0.9, 0.200, 0.42, 0.05),
    Industry("3841", "锂电池", "industry", "new_energy", "6_3", _NO, 2.2, 1.0, 0.050, 0.20, 0.25),
    Industry("3825", "光伏设备", "industry", "new_energy", "6_3", _NO, 1.3, 0.8, 0.045, 0.19, 0.30),
    Industry("6513", "应用软件", "software", _AI, "1_3", "information", 9.0, -0.6, 0.130, 0.46, 0.04),
    Industry("6511", "基础软件", "software", _AI, "1_5", "information", 3.0, -0.4, 0.180, 0.52, 0.05),
    Industry("3491", "工业机器人", "industry", "other", "2_1", _NO, 2.8, 0.1, 0.085, 0.32, 0.15),
    Industry("3562", "半导体设备", "industry", "integrated_circuits", "1_2", _NO, 1.1, 0.2, 0.120, 0.38, 0.10),
    Industry("3921", "通信设备", "industry", "other", "1_1", _NO, 3.6, 0.8, 0.075, 0.27, 0.30),
    Industry("3912", "计算机部件", "industry", "other", "1_2", _NO, 4.2, 0.6, 0.050, 0.22, 0.35),
    Industry("3985", "电子材料", "industry", "other", "3_6", _NO, 4.0, 0.4, 0.055, 0.25, 0.20),
    Industry("2651", "新材料", "industry", "other", "3_3", _NO, 3.6, 0.4, 0.050, 0.25, 0.15),
    Industry("3311", "金属制品", "industry", _NO, _NO, _NO, 9.0, 0.2, 0.042, 0.20, 0.20),
    Industry("2927", "塑料制品", "industry", _NO, _NO, _NO, 6.5, 0.1, 0.040, 0.19, 0.22),
    Industry("3857", "家用电器", "industry", _NO, _NO, _NO, 4.5, 0.7, 0.042, 0.21, 0.40),
    Industry("3525", "模具", "industry", _NO, "2_1", _NO, 5.0, -0.2, 0.052, 0.25, 0.15),
    Industry("7320", "工程技术", "other", _NO, "7_1", "rd_design", 5.0, -0.7, 0.085, 0.36, 0.02),
    Industry("7452", "检测", "other", _NO, "9_1", "testing", 2.6, -0.6, 0.065, 0.42, 0.01),
    Industry("6560", "信息咨询", "software", _NO, "1_3", "information", 5.0, -0.8, 0.075, 0.40, 0.02),
    Industry("7721", "环保治理", "other", _NO, "7_2", "environment", 2.4, 0.0, 0.040, 0.27, 0.02),
    Industry("5179", "器材批发", "wholesale", _NO, _NO, _NO, 6.0, 0.9, 0.012, 0.12, 0.15),
    Industry("5910", "智慧仓储", "warehousing", _NO, _NO, _NO, 1.0, 0.2, 0.020, 0.20, 0.02),
)  # fmt: skip
PATENT_CLASS = {"39": "ict_manufacturing", "65": "ict_services", "35": "new_equipment", "34": "new_equipment",
    "27": "medical", "26": "new_materials", "73": "rd_services", "77": "environment"}  # fmt: skip
STRATEGIC_CLASS = {"1": "new_it", "2": "high_end_equipment", "3": "new_materials", "4": "bio",
    "5": "new_energy_vehicles", "6": "new_energy", "7": "energy_saving", "9": "related_services"}  # fmt: skip
HIGH_TECH_MAKING = {"276": "pharmaceuticals", "396": "aerospace", "397": "electronics", "398": "electronics",
    "392": "electronics", "391": "computers", "358": "instruments"}  # fmt: skip

BANKS = tuple(f"合成银行{letter}" for letter in "甲乙丙丁戊己庚辛壬癸")
BANK_WEIGHTS = (18.0, 16.0, 14.0, 12.0, 10.0, 9.0, 8.0, 6.0, 4.0, 3.0)
GUARANTORS = tuple(f"合成担保{letter}" for letter in "甲乙丙")
SUBSIDY = "合成贷款贴息资金"
POOLS = {"4401": "合成广州资金池", "4403": "合成深圳资金池", "4404": "合成珠海资金池",
    "4407": "合成江门资金池", "4420": "合成中山资金池"}  # fmt: skip
INVESTORS = tuple(f"合成资本{letter}" for letter in "甲乙丙丁戊己庚辛")
ROUNDS = ("seed", "angel", "pre_a", "a", "b", "c", "d_or_later")
ROUND_YUAN = (2.0e6, 6.0e6, 1.5e7, 4.0e7, 1.2e8, 3.0e8, 6.0e8)
MACRO = {2023: 1.00, 2024: 1.15, 2025: 1.10, 2026: 1.00}
"""How much more than usual firms default in a year; a factor of the seed comes on top."""
