"""What is found at an approval, and what a finding does; with words."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices

from kejin.facts import Label


class Weight(TextChoices):
    """What a finding does."""

    BARS = "bars"
    ASKS = "asks"


class FindingKind(TextChoices):
    """What is found."""

    RELATED_PARTY = "related_party"
    PEOPLE_IN_COMMON = "people_in_common"
    FINANCED_ELSEWHERE = "financed_elsewhere"
    COMPENSATED_ELSEWHERE = "compensated_elsewhere"
    SECOND_COMPENSATION = "second_compensation"
    SECOND_SUBSIDY = "second_subsidy"
    SUBSIDY_ON_A_LOSS = "subsidy_on_a_loss"


WORDS: Mapping[TextChoices, Label] = MappingProxyType(
    {
        Weight.BARS: Label("不得批准", "Bars the approval"),
        Weight.ASKS: Label("须由第二人说明理由后批准", "Asks for a second person and for reasons"),
        FindingKind.RELATED_PARTY: Label("机构与企业有关联关系", "Institution and enterprise are related"),
        FindingKind.PEOPLE_IN_COMMON: Label("机构人员同时代表企业", "Somebody acts for both"),
        FindingKind.FINANCED_ELSEWHERE: Label(
            "同一用途同期已获融资", "The same purpose is financed in the same time"
        ),
        FindingKind.COMPENSATED_ELSEWHERE: Label("该笔贷款已由其他方式补偿", "Compensated in another mode"),
        FindingKind.SECOND_COMPENSATION: Label(
            "企业同年已由其他资金池补偿", "Compensated by another pool this year"
        ),
        FindingKind.SECOND_SUBSIDY: Label(
            "企业同季度另有补贴", "Another subsidy for the enterprise in the quarter"
        ),
        FindingKind.SUBSIDY_ON_A_LOSS: Label(
            "该笔贷款已获风险补偿", "The loan has been compensated as a loss"
        ),
    }
)
