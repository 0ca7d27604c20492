"""Remarks between the parties of a file, and the rating of the service that the enterprise had."""

from django.db import models
from django.db.models import Q

from kejin.facts import Label
from kejin.records.financing.models import Financing
from kejin.records.kept.record import Record
from kejin.records.kept.rights import Rights


class Section(models.TextChoices):
    """The part of a file that a remark is about."""

    APPLICATION = "application"
    DATA = "data"
    OFFER = "offer"
    CONTRACT = "contract"


SECTION_WORDS = {
    Section.APPLICATION: Label("申请内容", "The application"),
    Section.DATA: Label("企业资料", "The enterprise's data"),
    Section.OFFER: Label("报价", "The offer"),
    Section.CONTRACT: Label("合同与履约", "Contract and performance"),
}


class Score(models.IntegerChoices):
    """How content the enterprise was: the five levels of 好差评."""

    VERY_GOOD = 5
    GOOD = 4
    FAIR = 3
    POOR = 2
    VERY_POOR = 1


SCORE_WORDS = {
    Score.VERY_GOOD: Label("非常满意", "Very satisfied"),
    Score.GOOD: Label("满意", "Satisfied"),
    Score.FAIR: Label("基本满意", "Fairly satisfied"),
    Score.POOR: Label("不满意", "Dissatisfied"),
    Score.VERY_POOR: Label("非常不满意", "Very dissatisfied"),
}


class Remark(Record):
    """What one party of a file says about a part of it; nobody but the parties reads it.

    Attributes:
        section: Which part.
        words: What is said: free text, which may name people.
    """

    rights = Rights.APPEND
    data_class = 3

    financing = models.ForeignKey(Financing, on_delete=models.PROTECT, related_name="remarks")
    section = models.CharField(max_length=20, choices=Section.choices)
    words = models.TextField()

    class Meta:
        indexes = (models.Index(fields=("financing", "id"), name="remark_of_file"),)

    def __str__(self) -> str:
        return f"R{self.pk}"


class RemarkSettled(Record):
    """That what a remark asked for is done; it stays where it is and is no longer open."""

    rights = Rights.APPEND
    data_class = 2

    remark = models.OneToOneField(Remark, on_delete=models.PROTECT, related_name="settled")

    def __str__(self) -> str:
        return f"R{self.remark_id} settled"


class Rating(Record):
    """What the enterprise says of the service once a file was decided; once for each file.

    Attributes:
        score: 1 to 5.
        words: Why, where it wants to say; free text.
    """

    rights = Rights.APPEND
    data_class = 3

    financing = models.OneToOneField(Financing, on_delete=models.PROTECT, related_name="rating")
    score = models.SmallIntegerField(choices=Score.choices)
    words = models.TextField(blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(score__in=(1, 2, 3, 4, 5)), name="rating_score"),)

    def __str__(self) -> str:
        return f"{self.financing_id} {self.score}"
