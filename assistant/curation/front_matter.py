"""YAML front matter to plain values with the position of every node.

Every scalar stays text except null and true/false, so 2023-06, 12345 and 0750 mean what was written.
"""

from typing import Any

import yaml

from assistant.curation.model import Position, Problem

Path = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRUE = frozenset({"true", "yes", "on"})


class FrontMatter:
    """`data`, `positions` and `problems` of one front matter that starts on line `first_line` of its file."""

    def __init__(self, text: str, *, first_line: int) -> None:
        self.data: dict[str, Any] = {}
        self.positions: dict[Path, Position] = {}
        self.problems: list[Problem] = []
        self._first_line = first_line
        try:
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            at = Position(first_line + mark.line, mark.column + 1) if mark else Position(first_line)
            reason = getattr(error, "problem", None) or "cannot be read"
            self._fault(at, f"front matter is not YAML: {reason}", "check indentation, colons and quotes on this line")
            return
        value = None if node is None else self._value(node, ())
        if isinstance(value, dict):
            self.data = value
        else:
            self._fault(Position(first_line), "front matter is not a mapping", "write `key: value` lines")

    def _value(self, node: yaml.Node, path: Path) -> Any:
        self.positions[path] = self._at(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
        if node.tag == "tag:yaml.org,2002:null":
            return None
        if node.tag == "tag:yaml.org,2002:bool":
            return node.value.lower() in _TRUE
        return node.value

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                self._fault(self._at(key_node), f"key `{key}` stands twice", "keep one of the two")
            found[key] = self._value(value_node, (*path, key))
            self.positions[(*path, key)] = self._at(key_node)
        return found

    def _at(self, node: yaml.Node) -> Position:
        return Position(self._first_line + node.start_mark.line, node.start_mark.column + 1)

    def _fault(self, at: Position, fault: str, mend: str) -> None:
        self.problems.append(Problem(at, fault, mend))
