"""Does in ONLYOFFICE what a plan says; a program of its own, for a fault there ends a process.

It reads the plan from standard input (see ``office.Document``), and writes into the file that it
names what each ``ask`` was answered, a list for each document.
"""

import json
import sys
from pathlib import Path
from typing import Any

import docbuilder

# The workbook's own way to calculate everything anew, as Ctrl+Alt+Shift+F9 does. The published
# call by that name (RecalculateAllFormulas) goes through the cells once in the order in which they
# stand, and leaves out those that share a formula; so the way is found by what it does.
CALCULATE = """
(function () {
  var every = /Asc\\.editor\\.(\\w+)\\.(\\w+)\\(!0\\)/.exec(String(Api.RecalculateAllFormulas));
  var book = Asc.editor[every[1]], found = [];
  for (var name in book) {
    var text = typeof book[name] === "function" ? String(book[name]) : "";
    if (text.indexOf("this." + every[2] + "()") >= 0 && /^function\\((\\w+),(\\w+)\\)/.test(text)) {
      found.push(name);
    }
  }
  if (found.length !== 1) { return "this version calculates otherwise: " + found.join(); }
  book[found[0]](Asc.c_oAscCalculateType.All);
  return "calculated";
})()
"""


class Builder:
    """ONLYOFFICE's engine, with the fonts of one folder."""

    def __init__(self, fonts: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        list_of_fonts = folder / "AllFonts.js"
        list_of_fonts.touch()  # else it is looked for beside the program
        self.engine = docbuilder.CDocBuilder()
        self.engine.SetProperty("--fonts-system", "false")
        self.engine.SetProperty("--fonts-dir", str(fonts))
        self.engine.SetProperty("--check-fonts", "1")
        self.engine.SetProperty("--all-fonts-path", str(list_of_fonts))
        self.engine.SetTmpFolder(str(folder))

    def ask(self, code: str) -> str:
        """Run a script; what refers to the document is gone when it is closed, or all crashes."""
        context = self.engine.GetContext()
        everything = context.GetGlobal()
        answer = everything.Call("eval", code)
        text: str = answer.ToString()
        del answer, everything, context
        return text

    def document(self, path: str, steps: list[list[str]]) -> list[Any]:
        """Open a document, take the steps, and return the answers."""
        answers: list[Any] = []
        if self.engine.OpenFile(path) != 0:
            raise SystemExit(f"cannot open {path}")
        self.ask("1")
        for kind, *given in steps:
            if kind == "ask":
                answers.append(json.loads(self.ask(given[0])))
            elif kind == "calculate":
                if (said := self.ask(CALCULATE)) != "calculated":
                    raise SystemExit(said)
            elif self.engine.SaveFile(*given) != 0 or not Path(given[1]).exists():
                raise SystemExit(f"cannot save {given}")
        self.engine.CloseFile()
        return answers


def main() -> None:
    plan = json.load(sys.stdin)
    builder = Builder(Path(plan["fonts"]), Path(plan["folder"]))
    answers = [builder.document(path, steps) for path, steps in plan["documents"]]
    Path(plan["answers"]).write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
