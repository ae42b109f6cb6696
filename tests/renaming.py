"""Every name and printed text of a template renamed: the same form under other words.

A renaming is a bijection between what a template says and made-up words. Paths, keys, kinds and
roles stay, and so do the patterns by which texts are read and the words of sentences around the
names, for they are no names.
"""

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.template_folders import Data

_FIRST, _DIGITS, _FILLER = "齉", "鼀鼁鼂鼃鼄鼅鼆鼇鼈鼉", "龘"
"""Made-up words are written in characters that stand in no template and no message."""

_WORD = re.compile(f"{_FIRST}[{_DIGITS}]{{4}}{_FILLER}*")
_PLACE = re.compile(r"(\{\w+\}年?|\n)")
_MARK = re.compile(r"(#+ |> |- |\s*)(.*?)(\s*)", re.DOTALL)
_KEPT_KEYS = frozenset(
    {"family", "path", "key", "kind", "role", "items", "label_key", "orientation", "unit", "level"}
    | {"shows", "rules", "carried"}
    | {"unless"}
)
_SENTENCE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_TOKEN = re.compile(r'"[^"]*"|\d[\d.]*|\w+|\s+|[^\w\s"]+')
_JINJA = frozenset(
    {"if", "else", "elif", "endif", "not", "in", "and", "or", "is", "set", "for", "endfor", "raw"}
)
_BY_ROWS = "分项"
"""The function of sentences whose texts are names of rows."""


class Renaming:
    """A bijection from names and printed texts to made-up words, made from a seed.

    ``kept`` are names that stay what they are.
    """

    def __init__(self, seed: int, kept: frozenset[str] = frozenset()) -> None:
        numbers = list(range(10**4))
        Random(seed).shuffle(numbers)
        self._numbers = iter(numbers)
        self._kept = kept
        self._words: dict[str, str] = {}
        self._originals: dict[str, str] = {}

    # ------------------------------------------------------------------ words

    def word(self, name: str) -> str:
        """Return the made-up word for a name or a printed text, as long where it can be.

        Each part of 行_列 has its own.
        """
        if name in self._kept or not name:
            return name
        if "_" in name:
            return "_".join(map(self.word, name.split("_")))
        if name not in self._words:
            digits = "".join(_DIGITS[int(digit)] for digit in f"{next(self._numbers):04}")
            made = (_FIRST + digits).ljust(len(name), _FILLER)
            self._words[name] = made
            self._originals[made] = name
        return self._words[name]

    def text(self, printed: str) -> str:
        """Return a printed text in made-up words, with ``{名称}年`` and the ends of lines in it."""
        made = []
        for index, piece in enumerate(_PLACE.split(printed)):
            if index % 2 == 0:
                match = _MARK.fullmatch(piece)
                assert match is not None
                made.append(match[1] + self.word(match[2]) + match[3])
            elif piece == "\n":
                made.append(piece)
            else:
                name, _, year = piece[1:].partition("}")
                # What stands in Latin letters is filled in by the code, and no name of the form.
                made.append(piece if name.isascii() else f"{{{self.word(name)}}}{year}")
        return "".join(made)

    def back(self, text: str) -> str:
        """Translate the made-up words in a text back."""
        return _WORD.sub(lambda match: self._originals[match[0]], text)

    def all_back(self, value: Any) -> Any:
        """Translate every text in nested values back, keys too."""
        match value:
            case str():
                return self.back(value)
            case dict():
                return {self.all_back(key): self.all_back(item) for key, item in value.items()}
            case list() | tuple():
                return [self.all_back(item) for item in value]
            case _:
                return value

    # ------------------------------------------------------------------ files

    def template(self, data: Data) -> Data:
        """Return the files of a template in made-up words."""
        made = {"form": self._form(data["form"]), "ratios": self._ratios(data["ratios"])}
        for name, content in data.items():
            if name not in made:
                kind = name.partition("_")[0]
                made[name] = getattr(self, f"_{kind}")(content)
        return made

    def _printed(self, value: Any, key: str = "") -> Any:
        """Rename every text in nested values, but for what stands under keys that hold none."""
        match value:
            case str():
                return value if key in _KEPT_KEYS else self.text(value)
            case dict():
                names = map(self.word, value) if key == "not_asked" else value
                pairs = zip(names, value.items(), strict=True)
                return {new: self._printed(item, name) for new, (name, item) in pairs}
            case list():
                return [self._printed(item, key) for item in value]
            case _:
                return value

    def _form(self, form: Data) -> Data:
        apart = {"sheet", "columns", "carried"}
        made: Data = self._printed({k: v for k, v in form.items() if k not in apart})
        carried = form.get("carried", {})
        pairs = carried.get("fields", {}).items()
        made["carried"] = carried | {"fields": {self.word(k): self.word(v) for k, v in pairs}}
        made["columns"] = {
            self.word(name): self._printed(columns)
            for name, columns in form.get("columns", {}).items()
        }
        made["sheet"] = [
            self._printed({k: v for k, v in sheet.items() if k != "block"})
            | {"block": [self._block(block) for block in sheet["block"]]}
            for sheet in form["sheet"]
        ]
        return made

    def _block(self, block: Data) -> Data:
        made: Data = {}
        for key, value in block.items():
            match key:
                case "grid" | "paper":
                    made[key] = [[self._cell(cell) for cell in row] for row in value]
                case "labels":
                    made[key] = {self.word(name): self.text(v) for name, v in value.items()}
                case "fields" | "computed":
                    made[key] = {
                        self.word(name): self._printed(v, "role")
                        if isinstance(v, str)
                        else self._printed(v)
                        for name, v in value.items()
                    }
                case _:
                    made[key] = self._printed(value, key)
        return made

    def _cell(self, cell: str) -> str:
        if cell in {"<", "^", "~", ""}:
            return cell
        if cell.startswith("[") and cell.endswith("]"):
            return f"[{self.word(cell[1:-1])}]"
        if cell.startswith("="):
            return f"={self.word(cell[1:])}"
        mark, at, label = cell.partition("@")
        return f"{mark}@{self.word(label)}" if at else self.text(cell)

    def _ratios(self, ratios: Data) -> Data:
        def terms(text: str) -> str:
            return "".join(
                part if index % 2 else self.word(part)
                for index, part in enumerate(re.split(r"(\s+[+-]\s+)", text))
            )

        made = []
        for ratio in ratios["ratio"]:
            self.word(ratio["name"])
            plain = {key: value for key, value in ratio.items() if key not in {"basis", "zero"}}
            zero = ratio["zero"]
            bases = [
                {"numerator": terms(basis["numerator"]), "denominator": terms(basis["denominator"])}
                | ({"label": self.text(basis["label"])} if "label" in basis else {})
                for basis in ratio["basis"]
            ]
            made.append(
                self._printed(plain)
                | {
                    "zero": {"text": self.text(zero["text"]), "level": zero["level"]},
                    "basis": bases,
                }
            )
        return {"source": self.text(ratios["source"]), "ratio": made}

    def _identities(self, identities: Data) -> Data:
        made = []
        for identity in (*identities["identity"], *identities.get("each", ())):
            one = dict(identity, title=self.text(identity["title"]))
            if "list" in identity:
                one["list"] = self.word(identity["list"])
            one["total"] = self.word(identity["total"])
            one["parts"] = [
                f"-{self.word(part[1:])}" if part.startswith("-") else self.word(part)
                for part in identity["parts"]
            ]
            for key in ("columns", "may_be_blank", "unless", "while_blank"):
                if key in identity:
                    one[key] = list(map(self.word, identity[key]))
            made.append(one)
        brought = [
            {"total": self.word(bring["total"]), "parts": list(map(self.word, bring["parts"]))}
            for bring in identities.get("bring", ())
        ]
        each = [one for one in made if "list" in one]
        plain = [one for one in made if "list" not in one]
        source = self.text(identities["source"])
        return {"source": source, "identity": plain, "each": each, "bring": brought}

    def _profile(self, profile: Data) -> Data:
        def source(given: Data) -> Data:
            printed = {"document", "issuer", "note"}
            return {k: self.text(v) if k in printed else v for k, v in given.items()}

        made = dict(profile, name=self.text(profile["name"]), source=source(profile["source"]))
        made["band"] = [
            band
            | {"name": self.word(band["name"])}
            | ({"text": self.text(band["text"])} if "text" in band else {})
            for band in profile["band"]
        ]
        if "ratios" in profile:
            scored = profile["ratios"]
            ratios = [ratio | {"name": self.word(ratio["name"])} for ratio in scored["ratio"]]
            made["ratios"] = dict(scored, source=source(scored["source"]), ratio=ratios)
        return made

    def _synonyms(self, synonyms: Data) -> Data:
        """Keep what stands by role; words for labels are of the labels' own language."""
        return {key: words for key, words in synonyms.items() if key != "labels"}

    def _texts(self, texts: Data) -> Data:
        def renamed(rules: list[Data], **of: Callable[[str], str]) -> list[Data]:
            return [rule | {key: rename(rule[key]) for key, rename in of.items()} for rule in rules]

        return dict(
            texts,
            source=self.text(texts["source"]),
            narrative=list(map(self.word, texts["narrative"])),
            results=list(map(self.word, texts["results"])),
            thing=[self._thing(thing) for thing in texts.get("thing", ())],
            about={self.word(text): self.word(of) for text, of in texts.get("about", {}).items()},
            mention=renamed(texts["mention"], field=self.word),
            rate=renamed(texts["rate"], ratio=self.word),
            overrun=[
                {"title": self.text(o["title"]), "rows": list(map(self.word, o["rows"]))}
                for o in texts["overrun"]
            ],
        )

    def _thing(self, thing: Data) -> Data:
        def terms(text: str) -> str:
            return " + ".join(map(self.word, text.split(" + ")))

        made = dict(thing, name=self.word(thing["name"]))
        if "row" in thing:
            made["row"] = self.word(thing["row"])
        if "near" in thing:
            made["near"] = dict(thing["near"], thing=self.word(thing["near"]["thing"]))
        if "wholes" in thing:
            made["wholes"] = list(map(self.word, thing["wholes"]))
        if "cells" in thing:
            made["cells"] = {k: list(map(terms, sums)) for k, sums in thing["cells"].items()}
        return made

    def _carried(self, name: str) -> str:
        row, place, column = name.partition("{行}_")
        return f"{row}{place}{self.word(column)}" if place else self.word(name)

    def _accounts(self, accounts: Data) -> Data:
        def taken(take: Data) -> Data:
            return take | {key: self.word(take[key]) for key in ("field", "last") if key in take}

        takes = list(map(taken, accounts["take"]))
        return dict(accounts, source=self.text(accounts["source"]), take=takes)

    def _charts(self, charts: Data) -> Data:
        made = []
        for chart in charts.get("chart", ()):
            one = dict(chart, title=self.text(chart["title"]), corner=self.text(chart["corner"]))
            one["categories"] = list(map(self.text, chart["categories"]))
            one["series"] = [
                dict(
                    series,
                    name=self.text(series["name"]),
                    fields=list(map(self.word, series["fields"])),
                )
                for series in chart["series"]
            ]
            if "rate" in chart:
                one["rate"] = {key: self.text(value) for key, value in chart["rate"].items()}
            made.append(one)
        return {"chart": made}

    # ------------------------------------------------------------------ sentences

    def _outline(self, outline: Data) -> Data:
        title = _PLACE.sub(lambda match: self.text(match[0]), outline["title"])
        examples = {k: self.sentence(text) for k, text in outline.get("examples", {}).items()}
        rows = [
            row | {"level": self.word(row["level"]), "text": self.sentence(row["text"])}
            for row in outline["row"]
        ]
        unasked = list(map(self.word, outline.get("unasked", ())))
        return dict(outline, title=title, examples=examples, row=rows, unasked=unasked)

    def sentence(self, text: str) -> str:
        """Rename what stands in the double braces of a sentence; its words stay."""
        return _SENTENCE.sub(lambda match: "".join(self._tokens(match[0])), text)

    def _tokens(self, text: str) -> Iterator[str]:
        tokens, by_rows = _TOKEN.findall(text), False
        for index, token in enumerate(tokens):
            after = tokens[index + 1] if index + 1 < len(tokens) else ""
            if token[0] == '"':
                yield f'"{self.word(token[1:-1])}"' if by_rows else token
            elif not re.fullmatch(r"[^\W\d]\w*", token) or token in _JINJA:
                by_rows = by_rows and ")" not in token
                yield token
            elif after.startswith("("):
                by_rows = token == _BY_ROWS
                yield token
            else:
                yield self.word(token)
