// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

/// Words, numbers and names in the syntax of gnuplot.
enum GnuplotText {
  /// A string constant of gnuplot's enhanced text, with the marked-up parts raised and lowered.
  static func enhanced(_ markup: String) -> String {
    let text = RichText(markup).runs.map { run in
      switch run.level {
      case .base: escaped(run.text)
      case .raised: "^{" + escaped(run.text) + "}"
      case .lowered: "_{" + escaped(run.text) + "}"
      }
    }.joined()
    return quoted(text)
  }

  /// A string constant without any markup, on one line.
  static func quoted(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { result += "'" }
      result.unicodeScalars.append(scalar.disturbsPage || scalar.endsLine || scalar == "\t" ? " " : scalar)
    }
    return result + "'"
  }

  /// A number that gnuplot reads as a floating-point one.
  static func number(_ value: Double) -> String {
    value.isFinite ? NumberText.shortest(value) : "NaN"
  }

  /// What a column of this name holds in the current row.
  static func column(_ name: String) -> String {
    "column(\(quoted(name)))"
  }

  /// What a column holds in the current row, with an empty cell as a gap; gnuplot itself would draw over it.
  static func columnWithGaps(_ name: String) -> String {
    "(stringcolumn(\(quoted(name))) eq '' ? NaN : \(column(name)))"
  }

  /// Whether gnuplot can find a column by this name.
  static func canName(_ column: String) -> Bool {
    !column.unicodeScalars.contains { "\",#'".unicodeScalars.contains($0) || $0.isControlCharacter || $0.disturbsPage }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if "\\{}^_@&~".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
