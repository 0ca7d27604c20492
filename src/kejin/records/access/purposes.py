"""What facts are read for, and on which basis; each with its words."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices

from kejin.facts import Grain, Label
from kejin.records.filings.teaching import columns_of, grains_filed


class Purpose(TextChoices):
    """What an enterprise's facts are read for. A consent is for one of them."""

    MATCHING = "matching"
    FINANCING = "financing"
    MONITORING = "monitoring"
    SUBSIDY = "subsidy"
    COMPENSATION = "compensation"
    STATISTICS = "statistics"


class BasisKind(TextChoices):
    """On which basis facts are read."""

    OWN = "own"
    SOURCE = "source"
    CONSENT = "consent"
    CONTRACT = "contract"
    DUTY = "duty"
    STATISTICS = "statistics"


WORDS: Mapping[TextChoices, Label] = MappingProxyType(
    {
        Purpose.MATCHING: Label("政策与产品匹配", "Matching with policies and products"),
        Purpose.FINANCING: Label("融资审查", "Review of a financing"),
        Purpose.MONITORING: Label("贷后管理", "Monitoring of a loan"),
        Purpose.SUBSIDY: Label("补贴审核", "Check of a subsidy"),
        Purpose.COMPENSATION: Label("风险补偿审核", "Assessment of a claim"),
        Purpose.STATISTICS: Label("汇总统计（不含名称）", "Statistics without names"),
        BasisKind.OWN: Label("本企业数据", "One's own facts"),
        BasisKind.SOURCE: Label("本机构填报", "What one filed oneself"),
        BasisKind.CONSENT: Label("企业授权", "The enterprise's consent"),
        BasisKind.CONTRACT: Label("存续合同的贷后管理", "Monitoring under a live contract"),
        BasisKind.DUTY: Label("在办事项的法定职责", "A duty in a matter under way"),
        BasisKind.STATISTICS: Label("主管部门统计（不含名称）", "The office's statistics without names"),
    }
)

EVERYTHING = "all"
"""The scope of a consent to everything that is filed."""


def is_item(item: str) -> bool:
    """Whether a text names a grain that is filed, or a fact as `grain.fact`."""
    grain, point, fact = item.partition(".")
    if grain not in {each.value for each in grains_filed()}:
        return False
    return not point or fact in columns_of(Grain(grain))
