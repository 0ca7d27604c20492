"""The chapters of the report, each a pure function from the material to a section."""

from kejin.cli.report.material import Material
from kejin.cli.report.model import Section
from kejin.cli.report.sections.calibrated import calibration_section
from kejin.cli.report.sections.glance import glance_section
from kejin.cli.report.sections.groups import groups_section
from kejin.cli.report.sections.matrix import matrix_section
from kejin.cli.report.sections.near import near_section
from kejin.cli.report.sections.places import places_section
from kejin.cli.report.sections.policies import policies_section
from kejin.cli.report.sections.record import record_section
from kejin.cli.report.sections.solvency import solvency_section
from kejin.cli.report.sections.waiting import values_section, waiting_section


def sections(material: Material) -> tuple[Section, ...]:
    """Every chapter in order; those about the market are left out where nothing is offered."""
    offered = material.aggregates["matrix"].height > 0
    market = (glance_section, matrix_section, places_section, groups_section) if offered else ()
    others = (policies_section, near_section, waiting_section, values_section)
    made = [make(material) for make in (*market, *others)]
    solvency = solvency_section(material)
    if solvency is not None:
        made.append(solvency)
    calibration = calibration_section(material)
    if calibration is not None:
        made.append(calibration)
    return (*made, record_section(material))


__all__ = ["sections"]
