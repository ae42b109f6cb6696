"""No module knows what a template calls its things, and Chinese stands only where it is spoken."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import xlevaluate
from xlevaluate.form.definition import FormDef
from xlevaluate.form.fields import table_columns
from xlevaluate.template.lookup import families, profiles
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

PACKAGE = Path(xlevaluate.__file__).parent

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

_CHINESE = re.compile(r"[㐀-鿿]")
_SHEET = re.compile("《([^》]+)》")


def templates() -> Iterator[Template]:
    """Yield every template with every profile: names of computed cells depend on both."""
    for family in families():
        for profile in ("", *profiles(family)):
            yield load_template(family, profile)


def declared(form: FormDef) -> Iterator[str]:
    """Yield the names of sheets, rows, columns, dimensions and categories."""
    for columns in form.columns.values():
        yield from (column.name for column in columns)
    for sheet in form.sheet:
        yield sheet.name
        for block in sheet.block:
            if block.table:
                yield from (row.name for row in block.table.rows)
                yield from (column.name for column in table_columns(form, block.table))
            if block.indicators:
                for dimension in block.indicators.dimensions:
                    yield dimension.name
                    yield from (category.name for category in dimension.categories)


def names_of(template: Template) -> Iterator[str]:
    """Yield whatever a template gives a name to."""
    form = template.form
    yield from declared(form.definition)
    yield from (*form.all_fields, *form.listings, *template.ratios, *template.computations)
    yield from (field.label for field in form.all_fields.values())
    yield from (parameter.name for parameter in template.parameters)


NAMES = {name for template in templates() for name in names_of(template)}
PARTS = NAMES | {part for name in NAMES for part in name.split("_")}
SHEETS = {sheet.name for template in templates() for sheet in template.form.definition.sheet}


def source_of(module: str) -> str:
    return (PACKAGE / module).read_text(encoding="utf-8")


def spoken(source: str) -> Iterator[str]:
    """Yield Chinese literals, and pieces of f-strings, but no docstring."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in silent and _CHINESE.search(text):
            yield text


def known_names(text: str) -> set[str]:
    """Return the names of templates in a literal: itself, parts of a name, a sheet in 《》."""
    pieces = {text, *text.split("_")} & PARTS
    return {piece for piece in pieces if _CHINESE.search(piece)} | set(
        _SHEET.findall(text)
    ) & SHEETS


SAID_ALIKE = {
    ("accounts/catalogue.py", "年初预算"): "a column of budgets, as the catalogue calls it",
    ("cells/cell_functions.py", "执行数"): "says what an argument of a function is",
    ("cells/cell_functions.py", "预算数"): "says what an argument of a function is",
    ("cells/cell_functions.py", "指标值"): "says what an argument of a function is",
    ("cells/cell_functions.py", "完成值"): "says what an argument of a function is",
    ("review/counted_marks.py", "预算执行"): "heads the first row of a mark sheet of indicators",
    ("review/counted_marks.py", "预算执行率"): "the first row of a mark sheet of indicators",
    ("scoring/parameters.py", "指标值"): "says what an action on a rate does",
    ("commands/check.py", "校验结果"): "ends the name of a copy with findings",
    ("commands/demo.py", "校验结果"): "says where to look in what it has just made",
    ("filing/on_paper.py", "年度"): "ends a year in the name of a file",
    ("xlsx/saved_book.py", "名称"): "says of what there are too many: defined names",
    ("commands/unit_parser.py", "单位名称"): "stands for an argument, in the help of a command",
    ("commands/unit_parser.py", "编号"): "stands for an argument, in the help of a command",
    ("importing/import_record.py", "说明"): "heads a column of a record",
    ("commands/unit_parser.py", "图表"): "says in the help of a command where charts are from",
    ("commands/bureau_parser.py", "年度"): "stands for an argument, in the help of a command",
    ("commands/unit_parser.py", "年度"): "stands for an argument, in the help of a command",
    ("commands/unit_parser.py", "上年带入"): "says in the help of a command where a record is",
    ("commands/unit_parser.py", "校验结果"): "says in the help of a command where findings go",
    ("inspection/sentence_slips.py", "文字"): "stands for any text in a sentence that is tried",
    ("template/block_linter.py", "名称"): "what stands twice in a template's file",
    ("template/record_linter.py", "名称"): "what stands twice in a template's file",
    ("template/identity_linter.py", "编号"): "what stands twice in a template's file",
    ("workbook/harmless_parts.py", "名称"): "defined names, among what is left out of a copy",
    ("commands/usage_messages.py", "参数"): "what arguments of a command are called",
    ("harvest/wordings.py", "上年"): "says of which year a label made elsewhere speaks",
    ("harvest/wordings.py", "本年"): "says of which year a label made elsewhere speaks",
    ("harvest/placements.py", "内容"): "stands above the labels of rows made elsewhere",
    ("harvest/placements.py", "编号"): "heads a column that numbers rows, in tables made elsewhere",
    ("output/understood.py", "上年"): "says of which year a sentence speaks",
    ("output/understood.py", "增减率"): "says what kind of figure a sentence states",
    ("output/understood.py", "增减额"): "says what kind of figure a sentence states",
    ("output/understood.py", "本年"): "says of which year a sentence speaks",
    ("live/last_year_file.py", "年度"): "ends a year in the name of a file",
    ("output/finding_lines.py", "年度"): "ends a year, as it is said: 2023年度",
    ("sentences/sentence_functions.py", "文字"): "stands for an argument of a sentence's function",
    ("vba/button_layout.py", "校验"): "what a button says",
    ("output/html_page.py", "校验结果"): "ends the title of a page of findings",
    ("letters/letter_outline.py", "年度"): "ends a year in the title of a letter",
    ("letters/reply_matching.py", "编号"): "heads a column of a form that units fill in",
}
"""Words of the program's own that happen to be a name of a template, with what they are."""

OWN_TABLES = {
    "history/history_lines.py": "columns of the history of a unit",
    "history/last_year_table.py": "columns of the differences from last year",
    "history/year_charts.py": "series of charts over years",
    "review/mark_workbook.py": "columns of a bureau's mark sheets",
    "review/published_checks.py": "figures of a form as a bureau's list calls them",
    "review/published_files.py": "heads by which a form is known in any published document",
    "review/published_tables.py": "columns of the list of what was published",
    "review/results_tables.py": "columns of the tables of marks",
    "review/sample_tables.py": "columns of the list of a sample",
    "letters/reply_form.py": "columns of a form that units fill in and send back",
    "letters/reply_list.py": "columns of a bureau's list of replies",
    "letters/sending_list.py": "columns of a bureau's list of letters",
    "letters/typical_problems.py": "what sentences of a bureau's letters call their values",
    "letters/unit_values.py": "what sentences of a bureau's letters call their values",
    "letters/whole_tables.py": "columns of the tables of a bureau's letters",
    "letters/whole_values.py": "what sentences of a bureau's letters call their values",
    "rollup/roster.py": "columns of a bureau's roster",
    "rollup/summary/figure_sums.py": "columns of a bureau's summary",
    "rollup/summary/grade_tables.py": "columns of a bureau's summary",
    "rollup/summary/handing_in.py": "columns of a bureau's summary",
    "rollup/summary/indicator_analysis.py": "columns of a bureau's summary",
    "rollup/summary/lost_statuses.py": "columns of a bureau's summary",
    "rollup/summary/object_columns.py": "columns of a bureau's summary",
    "rollup/summary/object_list.py": "columns of a bureau's summary",
    "rollup/summary/problem_list.py": "columns of a bureau's summary",
    "rollup/summary/ranking.py": "columns of a bureau's summary",
    "rollup/summary/unread_files.py": "columns of a bureau's summary",
    "rollup/summary/warned_objects.py": "columns of a bureau's summary",
}
"""Modules that head the columns of tables of no form, with what those are."""


def test_no_literal_is_a_name_of_a_template() -> None:
    found = {
        (module, name)
        for module in MODULES
        for text in spoken(source_of(module))
        for name in known_names(text)
        if module not in OWN_TABLES
    }
    assert found == set(SAID_ALIKE)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('x = "全年执行数"', {"全年执行数"}),
        ('x = f"{row}_本年决算"', {"本年决算"}),
        ('x = f"{row}_分子"', {"分子"}),
        ('x = "见《自评表》。"', {"自评表"}),
        ('x = "评分合计_得分"', {"评分合计_得分", "评分合计", "得分"}),
        ('x = "全年执行数没有填写"', set()),
        ('"""全年执行数"""', set()),
    ],
)
def test_a_name_is_found_wherever_it_hides(source: str, names: set[str]) -> None:
    assert {name for text in spoken(source) for name in known_names(text)} == names


_HELP = "help and messages of a command"
_RULE = "titles and sources of rules, and words of what they read"
_READ = "words by which tables made elsewhere are read"
_LANGUAGE = "the language that texts are written in"
_SLIP = "tells what is wrong in a template's file"
_TROUBLE = "tells why something cannot be done, and what to do"

SPEAKERS = {
    "commands/letters.py": _HELP,
    "letters/addressees.py": _TROUBLE,
    "letters/findings_page.py": "title and figures of a page of findings",
    "letters/letter_files.py": "what the file of a nameless unit is called",
    "letters/letter_outline.py": "kinds of letters, levels of headings; slips in an outline",
    "letters/letter_problems.py": "says whose a problem is",
    "letters/letterhead.py": "keys of a letterhead's file",
    "letters/reply_form.py": "heads of a form that units fill in",
    "letters/reply_list.py": "heads and notes of a bureau's list",
    "letters/reply_matching.py": "what became of a problem; words of replies",
    "letters/reply_reading.py": _TROUBLE,
    "letters/sending_list.py": "heads of a bureau's list",
    "letters/typical_problems.py": "names of values in an outline",
    "letters/unit_values.py": "names of values in an outline",
    "letters/whole_letter.py": _TROUBLE,
    "letters/whole_tables.py": "heads of tables of letters",
    "letters/whole_values.py": "names of values in an outline",
    "importing/cell_targets.py": "why something found elsewhere has no place",
    "live/import_files.py": "what the button 导入 asks and says",
    "importing/import_page.py": "what stands in a cell of a source; words of units",
    "importing/import_record.py": "what became of things found elsewhere",
    "importing/incoming_rows.py": "why something found elsewhere is not placed",
    "importing/into_workbook.py": "what a workbook that was written is called if it is damaged",
    "importing/recognisers.py": "asks for a year",
    "importing/remaking.py": "what is not in a workbook that is made anew",
    "importing/own_workbooks.py": _TROUBLE,
    "importing/merging.py": "why something found elsewhere is not placed",
    "commands/import_sources.py": _HELP,
    "workbook/cell_notes.py": "the font of notes",
    "workbook/record_sheet.py": "the name of a record's sheet; names of fonts",
    "sources/archives.py": _TROUBLE,
    "sources/excel_files.py": _TROUBLE,
    "sources/grid.py": "how a person finds a cell of a table",
    "accounts/account_books.py": "says which two figures differ",
    "accounts/account_figures.py": _READ,
    "accounts/account_guards.py": "says what does not add up in accounts",
    "accounts/account_mapping.py": _SLIP,
    "accounts/account_tables.py": "asks for what accounts do not say",
    "accounts/account_terms.py": _SLIP,
    "accounts/accounts_harvest.py": "says how a figure came about",
    "accounts/accounts_left.py": "says what of a table has no field",
    "accounts/catalogue.py": "names of budgets in the catalogue",
    "accounts/inner_sums.py": "says what does not add up in accounts",
    "accounts/recognition.py": _READ,
    "checks/published_accounts.py": _RULE,
    "commands/accounts_files.py": _TROUBLE,
    "output/accounts_lines.py": "says how many figures were compared",
    "tables/amount_texts.py": _READ,
    "tables/areas.py": _READ,
    "tables/heads.py": _READ,
    "tables/label_text.py": "numbering, units and words that labels are dressed in",
    "tables/money_units.py": _READ,
    "tables/row_paths.py": _READ,
    "tables/segments.py": _READ,
    "tables/understanding.py": _READ,
    "sources/old_excel_files.py": _TROUBLE,
    "sources/opened_files.py": _TROUBLE,
    "sources/pdf_files.py": _TROUBLE,
    "sources/text_files.py": _TROUBLE,
    "sources/web_pages.py": _TROUBLE,
    "sources/word_files.py": _TROUBLE,
    "sources/word_numbers.py": "how Word writes numbers in Chinese",
    "sources/word_styles.py": "what Word calls headings in Chinese",
    "harvest/declarations.py": "says what a declaration's money is; what has no place",
    "harvest/field_values.py": "tells why a cell made elsewhere cannot stand in a field",
    "harvest/form_slots.py": "the colon of printed texts",
    "harvest/forms_of_projects.py": "titles of forms of projects and departments",
    "harvest/form_years.py": "words in titles of forms",
    "harvest/grid_harvest.py": "tells why a cell made elsewhere found no field",
    "harvest/grid_pieces.py": "knows “金额单位：” beside a cell with the unit alone",
    "harvest/indicator_harvest.py": "tells why an indicator made elsewhere found no field",
    "harvest/taken_pieces.py": "tells that nothing says the unit of an amount",
    "harvest/grid_stack.py": "how a person finds a table of lines of text",
    "harvest/indicator_reading.py": "what forms print before an indicator",
    "harvest/item_rows.py": "words of rows that are no item",
    "harvest/one_of_each.py": "says that one thing is said differently",
    "harvest/original_slips.py": "tells what is wrong in an original",
    "harvest/report_chapters.py": "tells what is wrong in a report, and what found no field",
    "harvest/report_figures.py": "says where a figure of a report is from",
    "harvest/report_headings.py": "punctuation, and prompts of forms in headings",
    "harvest/placements.py": "heads of numbering; tells why a cell found no field",
    "harvest/recognise.py": "questions about forms made elsewhere",
    "harvest/regions.py": "titles of tables that are understood elsewhere",
    "harvest/synonym_linter.py": _SLIP,
    "harvest/whole_points.py": "holds printed points against those of the form",
    "harvest/wordings.py": "words for this year and last",
    "tables/cell_value.py": "units, and the words people write for nothing",
    "checks/project_forms.py": "titles and sources of rules",
    "checks/project_texts.py": "titles and sources of rules; what reports say of projects",
    "filing/on_paper.py": "names of what is printed",
    "xlsx/cell_styles.py": "says of what a workbook has too many",
    "xlsx/cell_values.py": "says of what a workbook has too many",
    "xlsx/saved_book.py": "says of what a workbook has too many",
    "xlsx/shared_strings.py": "says of what a workbook has too many",
    "xlsx/xml_events.py": "says of what a workbook has too many",
    "live/more_projects.py": "says which project was added, or why none was",
    "cells/arguments.py": "tells what is wrong with an argument of a cell's function",
    "cells/blank_count.py": "says how much is left to be filled in",
    "cells/cell_functions.py": "help of the functions in cells, and what they say",
    "cells/check_column.py": "what formulas say beside the forms",
    "cells/proposed_targets.py": "what formulas say of last year's targets",
    "cells/row_slips.py": "what is said of a row of indicators",
    "cells/scoring_arguments.py": "tells what is wrong with an argument of a cell's function",
    "cells/sentence_call.py": "tells why a sentence cannot be tried",
    "checks/approvals.py": _RULE,
    "checks/blank_blocks.py": _RULE,
    "checks/claims.py": _RULE,
    "checks/completeness.py": _RULE,
    "checks/declared.py": _RULE,
    "checks/deletions.py": "what was deleted, by the labels of what stood there",
    "checks/findings.py": "names of levels and families of rules",
    "checks/goals.py": _RULE,
    "checks/goal_points.py": _RULE,
    "checks/identities.py": _RULE,
    "checks/inner_figures.py": _RULE,
    "checks/last_year.py": _RULE,
    "checks/misplaced_values.py": _RULE,
    "checks/outline_rows.py": _RULE,
    "checks/plausibility.py": _RULE,
    "checks/proposals.py": _RULE,
    "checks/ratio_points.py": _RULE,
    "checks/ratios.py": _RULE,
    "checks/reading_problems.py": _RULE,
    "checks/registry.py": _RULE,
    "checks/row_identities.py": _RULE,
    "checks/row_content.py": "what people write where there is no indicator",
    "checks/scores.py": _RULE,
    "checks/statements.py": _RULE,
    "checks/style.py": _RULE,
    "checks/text_limits.py": _RULE,
    "checks/unfinished.py": _RULE,
    "checks/verdicts.py": _RULE,
    "cli.py": "messages of the command line",
    "commands/bundle.py": _HELP,
    "commands/check.py": _HELP,
    "commands/demo.py": _HELP,
    "commands/doctor.py": _HELP,
    "commands/dump.py": _HELP,
    "commands/export.py": _HELP,
    "commands/from_last_year.py": _HELP,
    "commands/install.py": _HELP,
    "commands/libreoffice.py": _HELP,
    "commands/named_files.py": _HELP,
    "commands/argument_types.py": _HELP,
    "commands/bureau_parser.py": _HELP,
    "commands/history.py": _HELP,
    "commands/into_store.py": _HELP,
    "commands/published.py": _HELP,
    "commands/rollup.py": _HELP,
    "commands/submissions.py": _HELP,
    "commands/new.py": _HELP,
    "commands/open.py": _HELP,
    "commands/paper.py": _HELP,
    "commands/machine_parser.py": _HELP,
    "commands/parser.py": _HELP,
    "commands/template_options.py": _HELP,
    "commands/unit_parser.py": _HELP,
    "commands/repair.py": "says what was moved into a new workbook",
    "commands/project_choice.py": _HELP,
    "commands/report.py": _HELP,
    "commands/score.py": _HELP,
    "commands/text_reading.py": _HELP,
    "commands/talk.py": _HELP,
    "inspection/template_choice.py": _HELP,
    "commands/template_folder.py": _HELP,
    "commands/upgrade.py": _HELP,
    "commands/usage_messages.py": "what argparse says, in Chinese",
    "commands/verify.py": _HELP,
    "computed/chart_cells.py": _SLIP,
    "computed/terms.py": _SLIP,
    "errors.py": "what the system's errors are in words",
    "evaluation/composed_messages.py": "sentences of findings",
    "evaluation/evaluation.py": "marks an explanation as out of date; says score and grade",
    "evaluation/messages.py": "sentences of findings",
    "evaluation/reading_messages.py": "sentences of findings",
    "evaluation/reason_words.py": "why something was not checked",
    "evaluation/mistyped_words.py": "says how a figure may have been mistyped",
    "evaluation/official_words.py": "says findings as an official document does",
    "evaluation/one_cause.py": "says which figures speak against one",
    "evaluation/places.py": "says where a finding is",
    "files/new_files.py": _TROUBLE,
    "files/slips.py": _SLIP,
    "files/toml.py": _SLIP,
    "files/toml_slips.py": _SLIP,
    "files/user_files.py": _TROUBLE,
    "filing/agreement.py": "says what differs in a package",
    "filing/findings_agreement.py": "says what differs in a package",
    "filing/manifest.py": "the note that goes with a package",
    "filing/members.py": _TROUBLE,
    "filing/package.py": "names of the files in a package",
    "filing/verification.py": "says what was changed in a package",
    "form/indicator_layout.py": "points in brackets, where a form has no column for them",
    "form/chart_definition.py": _SLIP,
    "form/contents.py": "counts the items of a list: 2条",
    "form/definition.py": "the unit of each kind of figure; slips in a template's file",
    "form/cells_definition.py": "the unit of each kind of figure; slips in a template's file",
    "form/form.py": _SLIP,
    "form/labels.py": "a year is followed by 年 in printed texts",
    "form/misplaced.py": "says how many values stand in a wrong place",
    "form/names_definition.py": _SLIP,
    "form/numbers.py": "元 goes without saying behind 万",
    "form/printing.py": "how a day is written",
    "form/cell_reading.py": "how days and years are typed and told",
    "form/reader.py": "what is no workbook",
    "form/submission_model.py": _SLIP,
    "form/shown_texts.py": "how days and numbers show under Chinese formats",
    "importing/last_files.py": _TROUBLE,
    "importing/left_behind.py": "says why something is not taken over from last year",
    "importing/next_year.py": "says how something is taken over from last year",
    "importing/year_words.py": "says what was taken over from last year",
    "inspection/sentence_slips.py": _SLIP,
    "inspection/template_check.py": _SLIP,
    "inspection/trial.py": _SLIP,
    "live/buttons.py": "what the buttons of a workbook say",
    "live/last_year_file.py": "says which file to choose, and what was made of it",
    "live/libreoffice/cell_blocks.py": _TROUBLE,
    "live/libreoffice/document_opening.py": _TROUBLE,
    "live/libreoffice/script.py": _TROUBLE,
    "live/libreoffice/soffice.py": _TROUBLE,
    "live/libreoffice/uno_bridge.py": _TROUBLE,
    "live/libreoffice/user_profile.py": _TROUBLE,
    "live/suggested.py": "what a button says when it has put a figure in",
    "live/visits.py": "what the buttons say of a finding",
    "output/platform_rows.py": "what does not fit into a platform's import template",
    "output/finding_lines.py": "says how many findings there are, and what became of them",
    "output/html_page.py": "the choice of all levels on the page",
    "output/previews.py": "says why a row of the outline has no preview",
    "output/results_table.py": _TROUBLE,
    "output/rule_table.py": "heads of the rules for a form without a table of them",
    "output/score_tables.py": "titles and heads of what `score` explains",
    "output/terminal.py": "what is said at the terminal of findings",
    "output/understood.py": "tells what was understood of the texts",
    "output/terminal_tables.py": "heads of the tables of findings at the terminal",
    "report/annex.py": "heads of the annex of explained queries",
    "report/base.py": "names of the Word document's styles, and its fonts",
    "report/chart_annex.py": _TROUBLE,
    "report/content.py": "the mark of a draft, and the list of annexes",
    "report/document.py": "names of the Word document's styles",
    "report/pdf.py": _TROUBLE,
    "report/public.py": "stands for what is not made public",
    "report/word_base.py": "tells what a Word base lacks",
    "report/word_table.py": "names of the Word document's styles",
    "scoring/quantity_parts.py": "what the platform calls a target without a number",
    "scoring/composition.py": "says how points filled in differ from the frame",
    "scoring/frame.py": "joins the names of dimensions; slips in a profile",
    "scoring/indicator_rules.py": "words of bands; slips in a profile",
    "scoring/indicator_score.py": "says how a proposed score came about",
    "scoring/native_score.py": "what makes of a text no plain number",
    "scoring/parameters.py": "says what comes of each action of a profile",
    "scoring/profile.py": _SLIP,
    "scoring/profile_part.py": "says where a profile is from",
    "scoring/quantity.py": "words of comparison, units and dates in people's targets",
    "scoring/ratio_rules.py": _SLIP,
    "scoring/ratio_score.py": "says how a ratio is scored, and what was taken off",
    "scoring/verdict.py": "the warnings in words",
    "sentences/numbering.py": "Chinese numerals",
    "sentences/outline.py": "tells which row of the outline is wrong",
    "sentences/rendering.py": "tells what is wrong with a sentence",
    "sentences/sentence_functions.py": "names, help and words of the functions of sentences",
    "sentences/title.py": "words after which a title's line may end",
    "sentences/values.py": "tells what is wrong with a sentence",
    "commands/review.py": _HELP,
    "commands/sample.py": _HELP,
    "review/counted_marks.py": "says what was taken off, and names the parts of an item",
    "review/mark_names.py": "names of sheets that go with every mark sheet",
    "review/mark_object_sheet.py": "heads of what was found",
    "review/mark_reading.py": "why a mark or a mark sheet cannot be used",
    "review/mark_records.py": "says what a unit says to a finding",
    "review/mark_totals.py": "says how many marks are missing, or why one may not be given",
    "review/mark_workbook.py": "heads and notes of a mark sheet",
    "review/marked_files.py": _TROUBLE,
    "review/published_checks.py": "what is wrong with what was published",
    "review/published_files.py": "words by which published documents are understood",
    "review/published_tables.py": "heads and notes of the list of what was published",
    "review/results_tables.py": "heads and notes of the tables of marks",
    "review/sample_request.py": "says what a sample is asked for",
    "review/sample_tables.py": "heads and notes of the list of a sample",
    "review/sampling.py": "says how a sample is drawn, and where there were too few",
    "review/sheet_definition.py": "what can be seen of what was handed in",
    "review/sheet_linter.py": _SLIP,
    "history/history_lines.py": "heads and words of the history of a unit",
    "history/last_year_agreement.py": "why last year's figures were not compared",
    "history/last_year_sheet.py": "title of a sheet, and what stands there for nothing",
    "history/last_year_table.py": "heads of the differences from last year, and their sum",
    "history/object_search.py": _TROUBLE,
    "history/store.py": _TROUBLE,
    "history/store_address.py": _TROUBLE,
    "history/store_migration.py": _TROUBLE,
    "history/withdrawing.py": _TROUBLE,
    "history/year_charts.py": "titles of the charts over years",
    "rollup/collection.py": "kinds and states of what is evaluated",
    "rollup/dashboard_charts.py": "titles of the charts of a bureau's page",
    "rollup/spreads.py": "bands of scores and rates",
    "rollup/dashboard_counts.py": "says who handed in, on the bureau's page",
    "rollup/score_faults.py": "why a score cannot be",
    "rollup/five_figures.py": "the five figures as a disclosure says them",
    "rollup/statuses.py": "what the states of a finding are called",
    "rollup/warnings.py": "says what a bureau is warned of",
    "rollup/file_reading.py": _TROUBLE,
    "rollup/found_files.py": _TROUBLE,
    "rollup/kept_records.py": "says what its folder is",
    "rollup/matching.py": "says what is odd about what was handed in",
    "rollup/rolling_up.py": "how systems call copies of a file",
    "rollup/roster_lines.py": "says what is odd about a unit's code or name",
    "rollup/roster.py": "heads and kinds of a bureau's roster",
    "rollup/workers.py": _TROUBLE,
    "rollup/summary/figure_sums.py": "heads and notes of a sheet of the summary",
    "rollup/summary/grade_tables.py": "heads and notes of a sheet of the summary",
    "rollup/summary/handing_in.py": "heads and notes of a sheet of the summary",
    "rollup/summary/indicator_analysis.py": "heads and notes of a sheet of the summary",
    "rollup/summary/lost_statuses.py": "heads and notes of a sheet of the summary",
    "rollup/summary/made_tables.py": "stands where a table has no rows",
    "rollup/summary/object_columns.py": "heads and notes of a sheet of the summary",
    "rollup/summary/object_list.py": "heads and notes of a sheet of the summary",
    "rollup/summary/problem_list.py": "heads and notes of a sheet of the summary",
    "rollup/summary/ranking.py": "heads and notes of a sheet of the summary",
    "rollup/summary/return_reasons.py": "says why a form was returned",
    "rollup/summary/table_files.py": _TROUBLE,
    "rollup/summary/unread_files.py": "heads and notes of a sheet of the summary",
    "rollup/summary/warned_objects.py": "heads and notes of a sheet of the summary",
    "rollup/status_reading.py": _TROUBLE,
    "workbook/list_writer.py": "says that a text was cut, and which page it is",
    "workbook/list_columns.py": "stands where a table has no rows",
    "setup/bundle/closure.py": _TROUBLE,
    "setup/bundle/fetching.py": _TROUBLE,
    "setup/bundle/folder.py": _TROUBLE,
    "setup/bundle/wheelhouse.py": _TROUBLE,
    "setup/diagnosis.py": "what `doctor` says; names of fonts",
    "setup/template_files.py": "names and head of a template's generated files",
    "setup/xlwings_conf.py": _TROUBLE,
    "submission/amounts.py": "what is written for a figure that does not apply; what is none",
    "submission/loading.py": _TROUBLE,
    "submission/mistakes.py": "what pydantic says, in Chinese",
    "submission/model.py": _TROUBLE,
    "submission/texts.py": _TROUBLE,
    "template/block_linter.py": _SLIP,
    "template/carried_linter.py": _SLIP,
    "template/computed_cells.py": _SLIP,
    "template/form_linter.py": _SLIP,
    "template/identity_linter.py": _SLIP,
    "template/identity_rules.py": _SLIP,
    "template/likeness.py": _SLIP,
    "template/linter.py": _SLIP,
    "template/lookup.py": _SLIP,
    "template/name_linter.py": _SLIP,
    "template/name_rules.py": _SLIP,
    "template/patterns.py": _SLIP,
    "template/picture_linter.py": _SLIP,
    "template/platform_layout.py": _SLIP,
    "template/printed_parts.py": "points of a dimension, and that a profile scores no ratios",
    "template/project_parts.py": _SLIP,
    "template/record_linter.py": _SLIP,
    "template/role_linter.py": _SLIP,
    "template/string_linter.py": _SLIP,
    "template/text_linter.py": _SLIP,
    "template/template.py": "why a parameter cannot be used",
    "template/template_loading.py": _TROUBLE,
    "texts/clauses.py": _LANGUAGE,
    "texts/counted_lists.py": _LANGUAGE,
    "texts/counted_things.py": _LANGUAGE,
    "texts/holes.py": _LANGUAGE,
    "texts/lead.py": _LANGUAGE,
    "texts/numerals.py": _LANGUAGE,
    "texts/ordinals.py": _LANGUAGE,
    "texts/parts_reader.py": _LANGUAGE,
    "texts/periods.py": _LANGUAGE,
    "texts/quantities.py": _LANGUAGE,
    "texts/reckonings.py": _LANGUAGE,
    "texts/sentence_reader.py": _LANGUAGE,
    "texts/stated.py": _LANGUAGE,
    "texts/text_tables.py": _LANGUAGE,
    "texts/tokens.py": _LANGUAGE,
    "texts/unnamed.py": _LANGUAGE,
    "texts/vocabulary.py": _LANGUAGE,
    "vba/button_layout.py": "what the buttons say",
    "vba/ownership.py": "what `doctor` says of macros",
    "vba/project.py": _TROUBLE,
    "workbook/chart_look.py": "names of fonts",
    "workbook/entry_book.py": "names of fonts, and the foot of printed pages",
    "workbook/harmless.py": _TROUBLE,
    "workbook/harmless_parts.py": _TROUBLE,
    "workbook/mending.py": "why something is not moved into a new workbook",
    "xlsx/number_formats.py": "number formats that programs write with Chinese in them",
    "workbook/package_parts.py": _TROUBLE,
    "workbook/patch.py": _TROUBLE,
    "workbook/read.py": _TROUBLE,
    "workbook/sheet_part.py": _TROUBLE,
    "workbook/styles.py": "the levels of findings, which are coloured; names of fonts",
    "workbook/writer.py": "the foot of printed pages; the levels of findings",
    "xlsx/zip_parts.py": _TROUBLE,
}
"""Modules that hold Chinese, and why each has to."""


def test_only_these_modules_speak_chinese() -> None:
    speaking = {module for module in MODULES if any(spoken(source_of(module)))}
    assert speaking == set(SPEAKERS)
