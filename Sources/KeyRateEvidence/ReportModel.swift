// SPDX-License-Identifier: GPL-3.0-or-later
/// One value of a report, the same in JSON, Markdown and HTML.
package enum ReportValue: Sendable, Equatable {
  /// A number, written so that reading it back gives the same value.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// Words.
  case text(String)
  /// Yes or no.
  case flag(Bool)
  /// Nothing is known or nothing applies.
  case none

  /// A number, or nothing.
  init(_ value: Double?) { self = value.map(ReportValue.number) ?? .none }
  /// Words, or nothing.
  init(_ value: String?) { self = value.map(ReportValue.text) ?? .none }
}

/// A named value of a section.
package struct ReportField: Sendable, Equatable {
  /// The name in the JSON document.
  package let id: String
  /// The name for people.
  package let title: String
  /// The value.
  package let value: ReportValue
  /// The unit; empty for words and pure numbers.
  package let unit: String

  init(_ id: String, _ title: String, _ value: ReportValue, unit: String = "") {
    self.id = id
    self.title = title
    self.value = value
    self.unit = unit
  }
}

/// A table of a section.
package struct ReportTable: Sendable, Equatable {
  /// A column.
  package struct Column: Sendable, Equatable {
    /// The name in the JSON document.
    package let id: String
    /// The heading.
    package let title: String

    init(_ id: String, _ title: String) {
      self.id = id
      self.title = title
    }
  }

  /// The name in the JSON document.
  package let id: String
  /// The caption.
  package let title: String
  /// The columns.
  package let columns: [Column]
  /// The rows; each has a value for every column.
  package let rows: [[ReportValue]]

  init(_ id: String, _ title: String, columns: [(String, String)], rows: [[ReportValue]]) {
    self.id = id
    self.title = title
    self.columns = columns.map { Column($0.0, $0.1) }
    // A row that is short would put values under the wrong heading.
    self.rows = rows.map { row in
      Array(row.prefix(columns.count)) + Array(repeating: .none, count: max(0, columns.count - row.count))
    }
  }
}

/// A drawing of a section. Its numbers stand in a table of the same section.
package struct ReportFigure: Sendable, Equatable {
  /// The name.
  package let id: String
  /// The caption.
  package let title: String
  /// The drawing as SVG.
  package let svg: String
}

/// A section of a report.
package struct ReportSection: Sendable, Equatable {
  /// The name in the JSON document.
  package let id: String
  /// The heading.
  package let title: String
  /// Sentences before the values.
  package var text: [String]
  /// Named values.
  package var fields: [ReportField]
  /// Tables.
  package var tables: [ReportTable]
  /// Drawings.
  package var figures: [ReportFigure]

  init(
    _ id: String, _ title: String, text: [String] = [], fields: [ReportField] = [], tables: [ReportTable] = [],
    figures: [ReportFigure] = []
  ) {
    self.id = id
    self.title = title
    self.text = text
    self.fields = fields
    self.tables = tables
    self.figures = figures
  }
}

/// A whole report: what is hashed, and what is only true of one installation.
package struct EvidenceReport: Sendable, Equatable {
  /// The format of the JSON document; it changes when its structure does.
  package static let format = "keyrate-evidence-1"

  /// The title.
  package let title: String
  /// The decision.
  package let verdict: Verdict
  /// The sections in their order.
  package let sections: [ReportSection]
  /// The files that the report was made from, with their contents.
  package let inputs: ReportInputs
  /// How it was made.
  package let options: ExaminationOptions
  /// The program.
  package let program: ProgramIdentity
}

/// The program that made a report.
package struct ProgramIdentity: Sendable, Equatable {
  /// Its name.
  package let name: String
  /// Its version: numbers may change between versions.
  package let version: String

  /// Names a program.
  package init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}
