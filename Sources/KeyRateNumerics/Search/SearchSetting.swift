// SPDX-License-Identifier: GPL-3.0-or-later
/// A setting that an operator chooses: what tables call it, where a file gives it, and what may be said of its range.
package struct SearchSetting: Sendable, Equatable {
  /// What kind of quantity it is, from which follow its unit and which ranges of one's own can be.
  package enum Kind: Sendable, Equatable {
    /// Mean photons per pulse up to `most`. The end 0 of a range stands for `least`, or half the range if that is less.
    case intensity(least: Double, most: Double)
    /// A probability. The ends 0 and 1 stand for ``SearchRanges/leastProbability`` and `most`.
    case probability(most: Double)
    /// Another quantity in a unit. The end 0 of a range stands for `least`, or a thousandth of the range.
    case quantity(unit: String, least: Double)

    /// The kind of a probability whose choice must happen, and must not always happen.
    package static let probability = Kind.probability(most: SearchRanges.mostProbability)
  }

  /// A name for columns, for example `intensity_1`.
  package let column: String
  /// The quantity in words.
  package let meaning: String
  /// What kind of quantity it is.
  package let kind: Kind
  /// The table of the file that holds it, for example `source`.
  package let table: String
  /// Its key there, for example `intensities`.
  package let key: String
  /// The element of the key's list, from 0; nil for a single number.
  package let element: Int?
  /// The key of its range in the table `[search]`, for example `intensity_1`; nil if it is never searched.
  package let range: String?

  /// Declares a setting.
  package init(
    _ column: String, _ meaning: String, _ kind: Kind, in table: String = "source", key: String, element: Int? = nil,
    range: String? = nil
  ) {
    self.column = column
    self.meaning = meaning
    self.kind = kind
    self.table = table
    self.key = key
    self.element = element
    self.range = range
  }

  /// The key path that gives it in a file, for example `source.intensities`.
  package var path: String { table + "." + key }

  /// The unit; empty for pure numbers.
  package var unit: String {
    switch kind {
    case .intensity: "photon/pulse"
    case .probability: ""
    case .quantity(let unit, _): unit
    }
  }

  /// Whether it is a probability.
  package var isProbability: Bool { if case .probability = kind { true } else { false } }

  /// A range of one's own without the ends at which nothing is sent or a choice never occurs.
  package func used(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let least: Double
    switch kind {
    case .probability(let most): return range.clamped(to: SearchRanges.leastProbability...most)
    case .intensity(let usual, _): least = Swift.min(usual, range.upperBound / 2)
    case .quantity(_, let usual): least = Swift.min(usual, range.upperBound / 1000)
    }
    return range.lowerBound > 0 ? range : least...range.upperBound
  }
}

/// A setting with its value, for tables.
package struct SettingColumn: Sendable, Equatable {
  /// What it is.
  package let setting: SearchSetting
  /// Its value.
  package let value: Double
  /// Whether the file leaves it open.
  package let isFree: Bool

  /// The name of the column.
  package var column: String { setting.column }
  /// The quantity in words.
  package var meaning: String { setting.meaning }
  /// The unit; empty for pure numbers.
  package var unit: String { setting.unit }
  /// Whether it is a probability.
  package var isProbability: Bool { setting.isProbability }
}

/// Whose settings follow; what that adds to their names.
package struct SearchUser: Sendable, Equatable {
  /// What columns begin with, for example `alice_`.
  package let column: String
  /// What keys and ranges begin with, for example `bob_`.
  package let key: String
  /// What names and meanings end with, for example ` of Bob`.
  package let words: String

  /// Names a user.
  package init(column: String, key: String, words: String) {
    self.column = column
    self.key = key
    self.words = words
  }

  /// Settings of both users, or of no user.
  package static let all = SearchUser(column: "", key: "", words: "")
}

/// Ranges that an optimiser keeps open settings in, in place of the usual ones, by their keys in `[search]`.
package struct SearchRanges: Sendable, ExpressibleByDictionaryLiteral {
  private var names: [String] = []
  private var list: [ClosedRange<Double>] = []

  /// What a range from 0 photons usually begins at: a setting that sends nothing is the vacuum.
  package static let leastIntensity = 1e-4
  /// The least probability that a range of one's own can lead to: every choice must occur.
  package static let leastProbability = 1e-4
  /// The largest one.
  package static let mostProbability = 1 - leastProbability

  /// The usual ranges only.
  package init() {}

  /// Ranges by their keys.
  package init(dictionaryLiteral elements: (String, ClosedRange<Double>?)...) {
    for (name, range) in elements { self[name] = range }
  }

  /// The range of a key; nil is the usual one.
  package subscript(name: String) -> ClosedRange<Double>? {
    get { index(name).map { list[$0] } }
    set {
      if let index = index(name) {
        names.remove(at: index)
        list.remove(at: index)
      }
      guard let newValue else { return }
      names.append(name)
      list.append(newValue)
    }
  }

  private func index(_ name: String) -> Int? { names.firstIndex { $0.utf8.elementsEqual(name.utf8) } }
}
