"""Dimensions that a form has only with profiles that give them points.

成本 is a 二级指标 under 产出 in the older rule and a 一级指标 in the newer one: one form holds
both, and the frame of the profile says which of them is printed.
"""

from collections.abc import Set as AbstractSet

from xlevaluate.form.cells_definition import IndicatorsDef
from xlevaluate.form.definition import BlockDef, FormDef


def fitted(form: FormDef, keys: AbstractSet[str]) -> FormDef:
    """Return the form for a frame with points for the dimensions of these ``keys``.

    Left out are dimensions that are ``optional`` and have no points, and categories that stand
    only where a dimension is not (``unless``).
    """
    sheets = tuple(
        sheet.model_copy(update={"block": tuple(_block(block, keys) for block in sheet.block)})
        for sheet in form.sheet
    )
    return form.model_copy(update={"sheet": sheets})


def _block(block: BlockDef, keys: AbstractSet[str]) -> BlockDef:
    if block.indicators is None:
        return block
    return block.model_copy(update={"indicators": _indicators(block.indicators, keys)})


def _indicators(given: IndicatorsDef, keys: AbstractSet[str]) -> IndicatorsDef:
    dimensions = tuple(
        dimension.model_copy(
            update={
                "categories": tuple(c for c in dimension.categories if c.unless not in keys),
            }
        )
        for dimension in given.dimensions
        if not (dimension.optional and dimension.key not in keys)
    )
    return given.model_copy(update={"dimensions": dimensions})
