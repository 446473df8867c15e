// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

/// Text and attributes in the syntax of XML.
enum SVGText {
  /// The marked-up text as `tspan` elements, raised and lowered by `dy`, which every renderer knows.
  static func content(of text: RichText, size: Double) -> String {
    var result = ""
    var offset = 0.0
    for run in text.runs {
      let wanted =
        switch run.level {
        case .base: 0.0
        case .raised: -0.38 * size
        case .lowered: 0.18 * size
        }
      if run.level == .base, offset == 0 {
        result += MarkupText.line(run.text)
      } else {
        let small = run.level == .base ? "" : " font-size=\"\(NumberText.coordinate(size * RichText.smallScale))\""
        result += "<tspan dy=\"\(NumberText.coordinate(wanted - offset))\"\(small)>\(MarkupText.line(run.text))</tspan>"
      }
      offset = wanted
    }
    return result
  }

  /// `x,y` of a position, or other numbers, for a path.
  static func pair(_ position: Position) -> String {
    "\(NumberText.coordinate(position.x)) \(NumberText.coordinate(position.y))"
  }

  /// The data of a path through some positions; those that do not move the pen are left out.
  static func path(_ line: [Position], closed: Bool = false) -> String {
    var result = ""
    var last = ""
    for position in line {
      let text = pair(position)
      if text == last { continue }
      result += (result.isEmpty ? "M" : "L") + text
      last = text
    }
    return result + (closed ? "Z" : "")
  }
}

/// What a shape is painted with: a colour of the palette, or a part of the page.
enum Paint: Equatable {
  case colour(Colour)
  case paper
  case grid

  var onLight: String {
    switch self {
    case .colour(let colour): colour.hexOnLight
    case .paper: PageColour.paper.light
    case .grid: PageColour.grid.light
    }
  }

  var onDark: String {
    switch self {
    case .colour(let colour): colour.hexOnDark
    case .paper: PageColour.paper.dark
    case .grid: PageColour.grid.dark
    }
  }

  /// The part of a class name that says which paint it is, nil if the paint never changes.
  var className: String? {
    switch self {
    case .colour(let colour): colour.className
    case .paper: "paper"
    case .grid: "grid"
    }
  }

  /// The style sheet that repaints an adaptive figure on a dark page.
  static var darkStyleSheet: String {
    let colours = (0..<Colour.paletteCount).map { Paint.colour(.palette($0)) } + [.colour(.ink), .colour(.grey)]
    let rules = (colours + [.paper, .grid]).compactMap { paint in
      paint.className.map { ".kr-s-\($0){stroke:\(paint.onDark)}.kr-f-\($0){fill:\(paint.onDark)}" }
    }
    return "@media (prefers-color-scheme: dark){" + rules.joined() + "}"
  }
}
