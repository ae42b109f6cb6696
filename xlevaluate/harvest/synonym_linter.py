"""What is wrong in ``synonyms.toml``: labels that the form lacks, words that it has already."""

from collections.abc import Iterator

from xlevaluate.files.slips import Slip
from xlevaluate.files.toml import TomlFile, open_toml
from xlevaluate.harvest.form_slots import FormWords, SheetWords, form_words
from xlevaluate.harvest.report_headings import chapters_of
from xlevaluate.harvest.synonyms import FILE, SynonymsDef
from xlevaluate.harvest.wordings import Wording, of_words
from xlevaluate.tables.label_text import plain_label
from xlevaluate.template.template import Template


def synonym_slips(template: Template) -> tuple[Slip, ...]:
    """Return the slips in a template's own file; none where it has no file."""
    path = template.folder / FILE
    if not path.is_file():
        return ()
    file = open_toml(path)
    given = file.read(SynonymsDef.model_validate)
    if given is not None:
        _lint(file, given, form_words(template))
    return tuple(file.slips)


def _lint(file: TomlFile, given: SynonymsDef, form: FormWords) -> None:
    own = frozenset(_labels(form))
    for label, words in given.labels.items():
        plain = plain_label(label)
        if plain not in own:
            file.add(f"表中没有“{label}”", "labels", label)
        for number, word in enumerate(words):
            other, place = plain_label(word), ("labels", label, number)
            if not other:
                file.add(f"“{word}”里没有可以比较的文字", *place)
            elif of_words(plain, None).means(of_words(other, None)):
                file.add(f"“{word}”就是表中的“{label}”，不必再写", *place)
            elif words.index(word) != number:
                file.add(f"“{word}”写了两次", *place)
            for sheet in form.sheets:
                if several := _meant_otherwise(sheet, plain, of_words(other, None)):
                    message = f"《{sheet.name}》中“{word}”也是“{several}”，分不清"
                    file.add(message, *place)


def _labels(form: FormWords) -> Iterator[str]:
    """Yield whatever the form prints or calls a thing, as labels are compared."""
    definition = form.template.form.definition
    for sheet in form.sheets:
        yield from sheet.printed
        yield from filter(None, (x for s in sheet.slots for w in s.ways for x in (w.left, w.above)))
        for table in sheet.tables:
            yield from (plain_label(row.label or row.name) for row in table.rows)
    for field in form.template.form.all_fields.values():
        yield plain_label(field.name)
        yield plain_label(field.label)
    for block in definition.blocks:
        for dimension in block.indicators.dimensions if block.indicators else ():
            yield plain_label(dimension.name)
            yield from (plain_label(category.name) for category in dimension.categories)
    yield from (plain_label(chapter.title) for chapter in chapters_of(form))


def _meant_otherwise(sheet: SheetWords, label: str, word: Wording) -> str:
    """Return another label that a word means in the same place, blank for none."""
    slots = [slot for slot in sheet.slots if slot.field is not None]
    for slot in slots:
        for way in slot.ways:
            if way.left == label and way.above is not None:
                ones = {
                    other.left
                    for another in slots
                    if another.path != slot.path
                    for other in another.ways
                    if other.above == way.above and other.left not in {label, None}
                }
                for one in sorted(filter(None, ones)):
                    if sheet.means(one, word):
                        return one
    return ""
