"""Why a cell or a sheet is refused, and what a person is told: each reason once, in both languages."""

from enum import StrEnum
from types import MappingProxyType

from kejin.facts import Label


class Reason(StrEnum):
    """What is wrong with one cell."""

    NOT_A_NUMBER = "not_a_number"
    NOT_FINITE = "not_finite"
    SCIENTIFIC = "scientific"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    TOO_FINE = "too_fine"
    TOO_LARGE = "too_large"
    OUT_OF_BOUNDS = "out_of_bounds"
    OTHER_CURRENCY = "other_currency"
    OTHER_UNIT = "other_unit"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    TWO_DIGIT_YEAR = "two_digit_year"
    AMBIGUOUS_DATE = "ambiguous_date"
    INCOMPLETE_DATE = "incomplete_date"
    EARLY_SERIAL = "early_serial"
    NOT_A_FLAG = "not_a_flag"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_YEAR = "not_a_year"
    CONTROL_CHARACTER = "control_character"
    BIDI = "bidi"
    DAMAGED_TEXT = "damaged_text"
    COMBINING_FLOOD = "combining_flood"
    TOO_LONG = "too_long"
    LOST_DIGITS = "lost_digits"
    CODE_LENGTH = "code_length"
    CODE_CHARACTER = "code_character"
    CODE_CHECK = "code_check"
    CODE_ORGANISATION = "code_organisation"
    NO_IDENTITY = "no_identity"
    EMPTY_KEY = "empty_key"
    REPEATED_KEY = "repeated_key"
    CONTRADICTION = "contradiction"
    NO_CACHED_VALUE = "no_cached_value"
    EXCEL_ERROR = "excel_error"


TEXTS = MappingProxyType(
    {
        Reason.NOT_A_NUMBER: Label("不是数字", "not a number"),
        Reason.NOT_FINITE: Label("不是有限的数", "not a finite number"),
        Reason.SCIENTIFIC: Label("科学计数法可能已丢失数位", "scientific notation may have lost digits"),
        Reason.AMBIGUOUS_NUMBER: Label("逗号与小数点的用法有歧义", "comma and point can be read in two ways"),
        Reason.TOO_FINE: Label(
            "小数位数超过最小单位，不作四舍五入", "finer than the smallest unit; nothing is rounded"
        ),
        Reason.TOO_LARGE: Label("数字过大", "the number is too large"),
        Reason.OUT_OF_BOUNDS: Label("超出允许范围", "out of bounds"),
        Reason.OTHER_CURRENCY: Label("是另一种货币，不作折算", "another currency; nothing is converted"),
        Reason.OTHER_UNIT: Label("单位与该项不符", "a unit that does not go with this fact"),
        Reason.NOT_A_DATE: Label("不是日期", "not a date"),
        Reason.NO_SUCH_DAY: Label("没有这一天", "there is no such day"),
        Reason.TWO_DIGIT_YEAR: Label("年份只有两位", "the year has only two digits"),
        Reason.AMBIGUOUS_DATE: Label("日与月的次序有歧义", "day and month can be read in two ways"),
        Reason.INCOMPLETE_DATE: Label("日期不完整", "the date is not complete"),
        Reason.EARLY_SERIAL: Label(
            "Excel 在 1900-03-01 之前的日期不可靠", "Excel's dates before 1900-03-01 cannot be trusted"
        ),
        Reason.NOT_A_FLAG: Label("不是“是”或“否”", "neither yes nor no"),
        Reason.NOT_A_CHOICE: Label("不在可选值之内", "not one of the choices"),
        Reason.NOT_A_YEAR: Label("不是四位年份", "not a year of four digits"),
        Reason.CONTROL_CHARACTER: Label("含有控制字符", "holds a control character"),
        Reason.BIDI: Label(
            "含有改变书写方向的隐藏字符", "holds a hidden character that turns the writing direction"
        ),
        Reason.DAMAGED_TEXT: Label("文字已损坏", "the text is damaged"),
        Reason.COMBINING_FLOOD: Label("附加符号过多", "too many combining marks"),
        Reason.TOO_LONG: Label("文字过长", "the text is too long"),
        Reason.LOST_DIGITS: Label(
            "编号以数字存储，末位已丢失", "a number was stored in place of a code and lost its last digits"
        ),
        Reason.CODE_LENGTH: Label("统一社会信用代码应为 18 位", "a credit code has 18 characters"),
        Reason.CODE_CHARACTER: Label(
            "统一社会信用代码含不允许的字符", "a character that no credit code has in its place"
        ),
        Reason.CODE_CHECK: Label(
            "统一社会信用代码校验不符", "the check character of the credit code does not fit"
        ),
        Reason.CODE_ORGANISATION: Label(
            "其中的组织机构代码校验不符", "the organisation code inside does not fit its check"
        ),
        Reason.NO_IDENTITY: Label("不知是哪家企业", "it is not said which enterprise this is"),
        Reason.EMPTY_KEY: Label("关键列为空", "a key is empty"),
        Reason.REPEATED_KEY: Label("同一关键值出现不止一次", "the same key stands more than once"),
        Reason.CONTRADICTION: Label(
            "与同一主体的另一行不一致", "differs from another row about the same subject"
        ),
        Reason.NO_CACHED_VALUE: Label("公式没有保存计算结果", "a formula without its computed value"),
        Reason.EXCEL_ERROR: Label("单元格是 Excel 错误值", "the cell holds an Excel error"),
    }
)
"""What each reason says to people."""
