// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

/// A line of text with superscripts and subscripts, written `10^{-6}` and `p_{Z}`.
///
/// Only `^{…}` and `_{…}` are marked up, not nested; every other character stands for itself, so
/// that `rate_per_pulse` stays as it is. Inside the braces a hyphen before a digit becomes a
/// true minus sign. Line ends become spaces.
struct RichText: Sendable, Equatable {
  enum Level: Sendable, Equatable {
    case base, raised, lowered
  }

  struct Run: Sendable, Equatable {
    var text: String
    var level: Level
  }

  /// How much smaller raised and lowered text is.
  static let smallScale = 0.7

  private(set) var runs: [Run]

  init(runs: [Run]) {
    self.runs = runs.filter { !$0.text.isEmpty }
  }

  init(_ markup: String) {
    var runs: [Run] = []
    var plain = String.UnicodeScalarView()
    // By scalars, so that a mark behind a brace or a line end hides neither.
    var rest = markup.replacing("\r\n", with: " ").unicodeScalars.map { $0.endsLine || $0 == "\t" ? " " : $0 }[...]
    while let scalar = rest.first {
      rest.removeFirst()
      guard scalar == "^" || scalar == "_", rest.first == "{", let end = rest.firstIndex(of: "}") else {
        plain.append(scalar)
        continue
      }
      runs.append(Run(text: String(plain), level: .base))
      plain = String.UnicodeScalarView()
      let inside = String(String.UnicodeScalarView(rest[(rest.startIndex + 1)..<end]))
      runs.append(Run(text: Self.withTrueMinus(inside), level: scalar == "^" ? .raised : .lowered))
      rest = rest[(end + 1)...]
    }
    runs.append(Run(text: String(plain), level: .base))
    self.init(runs: runs)
  }

  /// A power of ten such as 10⁻⁶, after an optional factor.
  static func powerOfTen(_ exponent: Int, factor: String? = nil) -> RichText {
    let sign = exponent < 0 ? "\u{2212}" : ""
    return RichText(runs: [
      Run(text: (factor.map { $0 + "\u{00D7}" } ?? "") + "10", level: .base),
      Run(text: sign + String(exponent.magnitude), level: .raised),
    ])
  }

  /// The text for places that know no superscripts: `10^−6`.
  var plainText: String {
    runs.map { run in
      switch run.level {
      case .base: run.text
      case .raised: "^" + run.text
      case .lowered: "_" + run.text
      }
    }.joined()
  }

  /// The markup from which this text can be made.
  var markup: String {
    runs.map { run in
      switch run.level {
      case .base: run.text
      case .raised: "^{\(run.text)}"
      case .lowered: "_{\(run.text)}"
      }
    }.joined()
  }

  var isEmpty: Bool { runs.isEmpty }

  /// The estimated width at a font size of one.
  var width: Double {
    runs.reduce(0) { sum, run in
      sum + TextMetrics.width(of: run.text) * (run.level == .base ? 1 : Self.smallScale)
    }
  }

  private static func withTrueMinus(_ text: String) -> String {
    let characters = Array(text)
    return String(
      characters.indices.map { index in
        let isMinus = characters[index] == "-" && index + 1 < characters.count && characters[index + 1].isNumber
        return isMinus ? "\u{2212}" : characters[index]
      })
  }
}

extension RichText {
  /// The text broken at spaces into lines no wider than `width` (at a font size of one).
  ///
  /// A word that is wider than that has a line of its own. There is at least one line.
  static func wrapped(_ markup: String, width: Double) -> [RichText] {
    var lines: [RichText] = []
    var line = ""
    for word in words(of: markup) {
      let longer = line.isEmpty ? word : line + " " + word
      if !line.isEmpty, RichText(longer).width > width {
        lines.append(RichText(line))
        line = word
      } else {
        line = longer
      }
    }
    lines.append(RichText(line))
    return lines
  }

  /// The markup cut at spaces and line ends outside braces.
  private static func words(of markup: String) -> [String] {
    var words: [String] = []
    var word = ""
    var depth = 0
    for character in markup {
      if character == "{" { depth += 1 }
      if character == "}" { depth = max(0, depth - 1) }
      if character.isNewline || (character == " " && depth == 0) {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
