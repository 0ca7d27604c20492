"""Names of codes: every list is whole, and a text that is no code of it keeps its own words."""

from importlib.resources import files

import pytest
import yaml

from kejin.facts import Label, dictionary, industry_name, place_name, with_name
from kejin.packs import load_packs


def names(what: str) -> dict[str, dict[str, str]]:
    text = (files("kejin.facts") / "codes" / f"{what}.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)["names"]
    return found


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("440112", "黄埔区", "Huangpu"),
        ("440100", "广州市", "Guangzhou"),
        ("4403", "深圳市", "Shenzhen"),
        ("441900", "东莞市", "Dongguan"),
        ("440232", "乳源瑶族自治县", "Ruyuan Yao Autonomous County"),
    ],
)
def test_a_county_and_a_city_have_their_names(code: str, zh: str, en: str) -> None:
    assert place_name(code) == Label(zh, en)


@pytest.mark.parametrize("code", ["黄埔区", "440199", "110101", "44011", "", "44０１１２"])
def test_what_is_no_code_of_the_province_has_no_name(code: str) -> None:
    assert place_name(code) is None


def test_every_county_lies_in_a_city_of_the_dictionary_and_every_city_has_one() -> None:
    cities = {choice.code for choice in dictionary()["city_code"].choices} - {"other"}
    assert {code[:4] for code in names("districts")} == cities
    # 122 counties by GB/T 2260, and the two cities that have none.
    assert len(names("districts")) == 124


def test_the_districts_that_rules_name_are_called_the_same() -> None:
    places = load_packs().policy("places").parameters
    for term, code in (
        ("huangpu_district", "440112"),
        ("nansha_district", "440115"),
        ("nanshan_district", "440305"),
    ):
        assert place_name(code) == places[term].label.label


@pytest.mark.parametrize("code", ["3525", "C3525", "35", "352"])
def test_an_industry_is_called_by_its_division(code: str) -> None:
    assert industry_name(code) == Label("专用设备制造业", "Special equipment")


def test_the_divisions_are_those_from_01_to_97() -> None:
    assert list(names("industries")) == [f"{number:02d}" for number in range(1, 98)]
    assert industry_name("98") is None
    assert industry_name("软件") is None


def test_a_value_shows_its_code_and_its_name() -> None:
    assert with_name("district_code", "440112") == Label("440112 黄埔区", "440112 Huangpu")
    assert with_name("district_code", "黄埔") == Label("黄埔", "黄埔")
    assert with_name("enterprise_name", "440112") == Label("440112", "440112")
