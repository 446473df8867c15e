// SPDX-License-Identifier: GPL-3.0-or-later

/// A formula sheet that the program carries: a page of its documentation, found by the names of equations.
package struct FormulaSheet: Sendable {
  /// What a sheet says of an equation.
  package struct Passage: Sendable, Equatable {
    /// The title of the sheet.
    package let sheet: String
    /// The headings above the passage, the outermost first.
    package let headings: [String]
    /// The lines, as the page has them.
    package let lines: [String]
  }

  /// A part of the page between two empty lines, or one item of a list.
  private struct Block {
    var headings: [String]
    var lines: [String]
    var isCode = false
    var isHeading = false
    var level = 0
    /// Whether it tells how to read the page.
    var isOverview: Bool { headings.last == "Overview" && !isHeading }
  }

  /// The title, the first heading.
  package let title: String
  private let blocks: [Block]

  /// Reads a page.
  package init(_ text: String) {
    var blocks: [Block] = []
    var headings: [String] = []
    var open: Block?
    var isFenced = false
    func close() {
      if var block = open {
        while block.lines.last?.isEmpty == true { block.lines.removeLast() }
        blocks.append(block)
      }
      open = nil
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        if !isFenced {
          close()
          open = Block(headings: headings, lines: [], isCode: true)
        }
        open?.lines.append(line)
        if isFenced { close() }
        isFenced.toggle()
        continue
      }
      if isFenced {
        open?.lines.append(line)
        continue
      }
      let level = line.prefix { $0 == "#" }.count
      if level > 0, line.dropFirst(level).first == " " {
        close()
        headings = Array(headings.prefix(level - 1))
        headings.append(String(line.dropFirst(level + 1)))
        blocks.append(Block(headings: headings, lines: [line], isHeading: true, level: level))
      } else if line.isEmpty {
        // Formulas set in by four columns belong to the item above them.
        if open?.isCode == true { open?.lines.append(line) } else { close() }
      } else if line.hasPrefix("    ") {
        if open == nil { open = Block(headings: headings, lines: [], isCode: true) }
        open?.lines.append(line)
      } else {
        let isRow = line.hasPrefix("|")
        if let last = open?.lines.last, open?.isCode == true || line.hasPrefix("- ") || isRow != last.hasPrefix("|") {
          close()
        }
        if open == nil { open = Block(headings: headings, lines: []) }
        open?.lines.append(line)
      }
    }
    close()
    self.blocks = blocks
    title = blocks.first { $0.isHeading }?.headings.first ?? ""
  }

  /// The equations that have a passage, each with the heading that names it or that it stands under.
  package var equations: [(id: EquationId, title: String)] {
    var seen: Set<EquationId> = []
    var list: [(id: EquationId, title: String)] = []
    // Headings first: a formula may be mentioned long before it is given.
    for block in blocks.filter(\.isHeading) + blocks.filter({ !$0.isHeading && !$0.isOverview })
      + blocks.filter(\.isOverview)
    {
      for id in block.lines.flatMap(EquationId.all) where seen.insert(id).inserted {
        list.append((id, Self.withoutNames(block.headings.dropFirst().last ?? title)))
      }
    }
    return list.sorted { $0.id < $1.id }
  }

  /// What the sheet says of an equation: the section that it names, or the paragraph, item or formula in which it stands
  /// with the paragraph before it; nil if the sheet does not have it.
  package func passage(_ id: EquationId) -> Passage? {
    func has(_ block: Block) -> Bool { block.lines.contains { EquationId.all(in: $0).contains(id) } }
    if let start = blocks.indices.first(where: { blocks[$0].isHeading && has(blocks[$0]) }) {
      let level = blocks[start].level
      let rest = blocks[(start + 1)...].prefix { !($0.isHeading && $0.level <= level) }
      return passage(Array(rest), headings: blocks[start].headings)
    }
    // An item that begins with the name defines it; a formula that ends with it does; otherwise the first mention.
    func defines(_ block: Block) -> Bool {
      guard let first = block.lines.first else { return false }
      if first.hasPrefix("- "), EquationId.all(in: first).first == id {
        return first.dropFirst(2).drop { $0 == "*" || $0 == "`" }.hasPrefix(id.description)
      }
      return block.lines.contains { $0.hasSuffix("(\(id))") }
    }
    let found =
      blocks.indices.first { defines(blocks[$0]) } ?? blocks.indices.first { has(blocks[$0]) && !blocks[$0].isOverview }
      ?? blocks.indices.first { has(blocks[$0]) }
    guard let index = found else { return nil }
    var list = [blocks[index]]
    if list[0].isCode, index > 0, !blocks[index - 1].isHeading { list.insert(blocks[index - 1], at: 0) }
    if list.last?.isCode == true, index + 1 < blocks.count, !blocks[index + 1].isHeading, !blocks[index + 1].isCode {
      list.append(blocks[index + 1])
    }
    return passage(list, headings: blocks[index].headings)
  }

  private func passage(_ blocks: [Block], headings: [String]) -> Passage {
    var lines: [String] = []
    for block in blocks {
      let isItem = block.lines.first?.hasPrefix("- ") == true && lines.last?.hasPrefix("|") != true
      let follows = isItem && lines.last.map { $0.hasPrefix("- ") || $0.hasPrefix("  ") } == true
      if !lines.isEmpty, !follows { lines.append("") }
      lines += block.lines
    }
    return Passage(sheet: title, headings: headings.dropFirst().map(Self.withoutNames), lines: lines)
  }

  /// A heading without the names of equations that it begins with.
  private static func withoutNames(_ heading: String) -> String {
    let words = heading.split(separator: " ")
    let rest = words.drop { word in
      word == "to" || word == "and" || EquationId(String(word.last == "," ? word.dropLast() : word)) != nil
    }
    return rest.isEmpty ? heading : rest.joined(separator: " ")
  }
}

extension FormulaSheet {
  /// The sheets of all families, in the order of the table of files.
  package static var shipped: [FormulaSheet] { EmbeddedFiles.formulaSheets.map { FormulaSheet($0.text) } }
}
