"""The codes of refusals, and their words. A refusal reaches people, and statistics: both need a code that stays."""

from collections.abc import Mapping
from types import MappingProxyType

from kejin.facts import Label

REASONS: Mapping[str, Label] = MappingProxyType(
    {
        "key_missing": Label("缺少幂等键", "An idempotency key is missing"),
        "reason_missing": Label("缺少理由", "A reason is missing"),
        "wrong_state": Label("当前环节不能办理", "Not possible at this step"),
        "own_work": Label("不得复核本人经办的事项", "Nobody checks his own work"),
        "duplicate": Label("重复登记", "It is there already"),
        "wrong_party": Label("当事人不符", "Not a party that this is for"),
        "wrong_code": Label("统一社会信用代码有误", "The credit code is wrong"),
        "wrong_amount": Label("金额不符", "The amount does not fit"),
        "not_shared": Label("无法分担损失", "The loss cannot be shared"),
        "not_ruled": Label("无法按规则认定", "The rule cannot be applied"),
        "not_eligible": Label("不符合条件", "Not eligible"),
        "pledged": Label("已被质押", "Pledged already"),
        "no_entry": Label("不能如此记账", "No such entry can be made"),
        "other_document": Label("与受理材料不一致", "Another document than the one lodged"),
        "not_a_fact": Label("不是事实词典中的事实或取值", "No fact of the dictionary, or no value of it"),
        "corrected": Label("已被更正", "It has been corrected"),
        "no_basis": Label("缺少查阅依据", "No basis for reading it"),
        "conflict": Label("存在利益冲突或重复支持", "A conflict of interest or a second support"),
        "secret": Label("机密字段不得导出", "Secrets are not given out"),
        "not_approved": Label("尚未批准", "Not approved"),
        "no_file": Label("未指定文件", "No file was named"),
        "out_of_order": Label("日期次序有误", "Dates are out of order"),
    }
)


def reason_words(code: str) -> Label:
    """The words of a coded reason; the code itself where a later version knew it and this one does not."""
    return REASONS.get(code, Label(code, code))
