"""YAML read strictly: every scalar stays text, duplicate keys and unquoted numbers with a point are refused.

Trap: a plain YAML loader reads 010 as 8, `no` as False and 0.30 as a binary float. Here nothing is guessed: whoever
knows the document's shape types each text. Anchors and aliases are refused too: a few lines of them grow to billions
of nodes.
"""

import re

import yaml

from kejin.errors import KejinError

Plain = str | None | list["Plain"] | dict[str, "Plain"]

_DECIMAL = re.compile(r"[+-]?\d*\.\d+(e[+-]?\d+)?%?|[+-]?\d+(\.\d*)?e[+-]?\d+", re.IGNORECASE)
_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_strict(text: str, *, where: str, error: type[KejinError]) -> Plain:
    """The document as nested dicts, lists and texts; `~`, `null` and an empty value are None.

    Args:
        text: The YAML text.
        where: How errors call the document, usually its path.
        error: The class of what is raised.

    Raises:
        KejinError: As `error`: not YAML, a key twice, an unquoted decimal, an anchor. The message names the line.
    """
    reader = _Reader(where, error)
    try:
        # Looking at every token takes as long as all the rest; most documents hold neither sign.
        if "&" in text or "*" in text:
            _refuse_anchors(text, reader)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as problem:
        raise error("not readable as YAML", found=" ".join(str(problem).split()), where=where) from problem
    except RecursionError as problem:
        raise error("nested too deeply", where=where) from problem
    return None if node is None else reader.plain(node)


def _refuse_anchors(text: str, reader: "_Reader") -> None:
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
            raise reader.refusal(token.start_mark.line, "anchors and aliases are not used here", "&… or *…")


class _Reader:
    def __init__(self, where: str, error: type[KejinError]) -> None:
        self.where = where
        self.error = error

    def refusal(self, line: int, what: str, found: str, *, expected: str | None = None) -> KejinError:
        return self.error(what, expected=expected, found=found, where=f"{self.where}, line {line + 1}")

    def plain(self, node: yaml.Node) -> Plain:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item) for item in node.value]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Plain]:
        result: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                raise self.refusal(
                    key_node.start_mark.line, "a key stands twice", key, expected="each key once"
                )
            result[key] = self.plain(value_node)
        return result

    def _scalar(self, node: yaml.Node) -> str | None:
        text = str(node.value)
        if isinstance(node, yaml.ScalarNode) and node.style in {"'", '"', "|", ">"}:
            return text
        if text in {"", "~", "null"}:
            return None
        if _DECIMAL.fullmatch(text):
            raise self.refusal(node.start_mark.line, "a decimal is not quoted", text, expected=f'"{text}"')
        return text
