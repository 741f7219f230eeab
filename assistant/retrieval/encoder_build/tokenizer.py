"""Rebuilds XLM-R's Unigram tokenizer from pieces and scores, as a `tokenizers` object that saves to tokenizer.json.

The file's own normalisation map is NFKC, control characters dropped and every kind of blank made a space. It leaves
two characters that NFKC changes (U+FF5E, U+32FF); we follow NFKC there, as all our text is NFKC before it comes here.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.retrieval.encoder_build.packed_file import Specials
from assistant.retrieval.encoder_build.vocabulary import SPACE_MARK

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MASK = "<mask>"


def build_tokenizer(
    pieces: Sequence[str], scores: Sequence[float], normalisation: Mapping[str, str], specials: Specials
) -> "Tokenizer":
    """A tokenizer that splits text into the likeliest pieces and puts `<s>` before and `</s>` after."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

    tokenizer = Tokenizer(
        models.Unigram(list(zip(pieces, map(float, scores), strict=True)), specials.unknown, byte_fallback=False)
    )
    tokenizer.normalizer = _normalizer(normalisation)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(SPACE_MARK, prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(SPACE_MARK, prepend_scheme="always")
    begin, end = pieces[specials.begin], pieces[specials.end]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, specials.begin), (end, specials.end)],
    )
    plain = [begin, pieces[specials.pad], end, pieces[specials.unknown]]
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in plain])
    if MASK in pieces:
        tokenizer.add_special_tokens([AddedToken(MASK, special=True, normalized=False, lstrip=True)])
    return tokenizer


def _normalizer(normalisation: Mapping[str, str]) -> "object":
    from tokenizers import Regex, normalizers

    dropped = [source for source, target in normalisation.items() if not target]
    blanks = [
        source
        for source, target in normalisation.items()
        if target == " " and unicodedata.normalize("NFKC", source) != " "
    ]
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(_any_of(dropped)), ""),
            normalizers.Replace(Regex(_any_of(blanks)), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _any_of(characters: Sequence[str]) -> str:
    return "[" + "".join(re.escape(character) for character in characters) + "]"
