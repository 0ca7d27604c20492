"""Fixed words of the report's page, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kejin.facts import Label

WORDS: Final[Mapping[str, Label]] = MappingProxyType(
    {
        "heading": Label("科技金融运行报告", "Technology finance: report of a run"),
        "contents": Label("目录", "Contents"),
        "as_table": Label("数据表", "The figures as a table"),
        "origin": Label("这个数字怎么来的", "Where these figures come from"),
        "take_csv": Label("下载 CSV", "Download as CSV"),
        "csv_beside": Label("同目录的 CSV 文件", "the CSV file beside this page"),
        "one_by_one": Label("逐市看", "City by city"),
        "back": Label("逐户结果", "Enterprise by enterprise"),
    }
)


def rows_word(count: int) -> Label:
    """How long a table is."""
    return Label(f"共 {count:,} 行", f"{count:,} row{'' if count == 1 else 's'}")
