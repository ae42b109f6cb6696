"""The order in which elements stand in others, as ISO 29500 lists them (its ``xsd:sequence``).

Excel and Word repair or refuse a part in which another order stands, and drop what they do not
know. Where the standard has a choice instead, nothing is listed.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from tests.ooxml.package import ANCHORED, CHART, MAIN, WORD, Package

_SHEETS = {
    "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr "
    "sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate "
    "customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks "
    "printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties "
    "cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture "
    "oleObjects controls webPublishItems tableParts extLst",
    "sheetPr": "tabColor outlinePr pageSetUpPr",
    "sheetView": "pane selection pivotSelection extLst",
    "c": "f v is extLst",
    "row": "c extLst",
    "cfRule": "formula colorScale dataBar iconSet extLst",
    "dataValidation": "formula1 formula2",
    "headerFooter": "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter",
    "workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets "
    "functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches "
    "smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles "
    "colors extLst",
    "xf": "alignment protection extLst",
    "dxf": "font numFmt fill alignment border protection extLst",
    "border": "start end left right top bottom diagonal vertical horizontal",
    "si": "t r rPh phoneticPr",
}

_CHARTS = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr "
    "txPr externalData printSettings userShapes extLst",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend "
    "plotVisOnly dispBlanksAs showDLblsOverMax extLst",
    "title": "tx layout overlay spPr txPr extLst",
    "plotArea": "layout barChart lineChart pieChart doughnutChart scatterChart catAx valAx dTable "
    "spPr extLst",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "ser": "idx order tx spPr invertIfNegative pictureOptions marker explosion dPt dLbls trendline "
    "errBars cat val smooth shape extLst",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize separator showLeaderLines leaderLines extLst",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset "
    "tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit "
    "dispUnits extLst",
    "legend": "legendPos legendEntry layout overlay spPr txPr extLst",
    "scaling": "logBase orientation max min extLst",
}

_ANCHORS = {
    "twoCellAnchor": "from to sp grpSp graphicFrame cxnSp pic contentPart clientData",
    "from": "col colOff row rowOff",
    "to": "col colOff row rowOff",
}

_BOX = "top start left bottom end right insideH insideV tl2br tr2bl"
_WORDS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p tbl",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "tblBorders": _BOX,
    "tcBorders": _BOX,
    "tblCellMar": _BOX,
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular",
    "settings": "view zoom mirrorMargins proofState attachedTemplate documentProtection "
    "defaultTabStop evenAndOddHeaders characterSpacingControl footnotePr endnotePr compat rsids "
    "themeFontLang clrSchemeMapping shapeDefaults decimalSymbol listSeparator",
}

_ANY_ORDER = {f"{WORD}headerReference": f"{WORD}footerReference"}
"""Of the one, as many as of the other, mixed."""


def _named(space: str, listed: Mapping[str, str]) -> dict[str, dict[str, int]]:
    return {
        space + parent: {space + child: number for number, child in enumerate(children.split())}
        for parent, children in listed.items()
    }


ORDERS = (
    _named(MAIN, _SHEETS)
    | _named(CHART, _CHARTS)
    | _named(ANCHORED, _ANCHORS)
    | _named(WORD, _WORDS)
)


def elements_stand_in_order(package: Package) -> Iterator[str]:
    for name in package.parts:
        if not name.endswith(".xml"):
            continue
        for parent in package.xml(name).iter(*ORDERS):
            order = ORDERS[str(parent.tag)]
            last = -1
            for child in parent:
                if not isinstance(child.tag, str) or "/markup-compatibility/" in child.tag:
                    continue
                tag = _ANY_ORDER.get(child.tag, child.tag)
                where = f"{name}: {_local(parent.tag)}"
                if tag not in order:
                    yield f"{where} knows no {_local(tag)}"
                elif order[tag] < last:
                    yield f"{where}: {_local(tag)} stands too late"
                last = max(last, order.get(tag, -1))


def _local(tag: object) -> str:
    return etree.QName(str(tag)).localname


RULES = (elements_stand_in_order,)
