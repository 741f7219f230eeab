"""Where in a file a piece of a section stands, so that a finding can point at it."""

from assistant.curation.model import Position, Section


def find_in_section(section: Section, piece: str) -> Position:
    """The first place of `piece` in the section's text, else the section's heading."""
    for offset, line in enumerate(section.text.split("\n")):
        column = line.find(piece)
        if column >= 0:
            return Position(section.text_line + offset, column + 1)
    return section.at
