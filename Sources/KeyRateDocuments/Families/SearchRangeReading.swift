// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity

extension SearchSetting {
  /// The key path of its range, for example `search.intensity_1`.
  ///
  /// - Parameter user: `bob_` for Bob's.
  func rangePath(of user: String = "") -> String { "search." + user + (range ?? column) }

  /// The key of its range: path, unit and allowed numbers are those of the search space's declaration, and it has a
  /// meaning where the key has one that gives the setting itself.
  ///
  /// - Parameters:
  ///   - user: `bob_` for Bob's.
  ///   - keys: the keys of the family.
  ///   - synonyms: other keys that give the same setting.
  ///   - unit: the unit in words, and `most` the largest number, where the setting is neither an intensity nor a
  ///     probability.
  ///   - standard: the usual range in words.
  func rangeKey(
    of user: String = "", among keys: [any DocumentKey], synonyms: [any DocumentKey] = [], unit: String? = nil,
    upTo most: Double = .infinity, default standard: String, _ meaning: String, aliases: [String] = []
  ) -> KeyDefinition {
    let (words, range): (String?, AllowedRange) =
      switch kind {
      case .intensity(_, let most): ("mean photons per pulse", AllowedRange(0...most))
      case .probability: (nil, .probability)
      case .quantity: (unit, AllowedRange(0...most))
      }
    let definition = KeyDefinition(
      rangePath(of: user), .numbers, unit: words, range: range, default: standard, meaning,
      slips: isProbability ? [.above(1, "a fraction, not percent")] : [], aliases: aliases.map { "search." + $0 })
    guard let own = keys.first(where: { $0.path == table + "." + user + key }) else { return definition }
    return definition.ranging(over: own, synonyms: synonyms)
  }
}

/// The ranges of `[search]`, read and refused in the same way for every family.
enum SearchRangeReading {
  /// What is said of ranges beside the counts of a run.
  static let hintBesideCounts = "the settings of a run are given"

  /// A range that the file gives; nil if it gives none or a wrong one, which is reported.
  ///
  /// - Parameter setting: the key that gives the setting itself, if it is not open.
  static func range(_ reader: DocumentReader, _ name: String, givenBy setting: String?) -> ClosedRange<Double>? {
    let key = "search.\(name)"
    guard reader.gives(key) else { return nil }
    if let setting {
      reader.refuse(key, "has nothing to search: \(setting) gives this setting", hint: "leave one of the two out")
      return nil
    }
    guard let ends = reader.ifGiven(Key<[Double]>(path: key), count: 2), ends.count == 2, reader.isSound else {
      return nil
    }
    guard ends[0] < ends[1] else {
      reader.refuse(key, "must rise from its first number to its second", hint: "[least, largest]")
      return nil
    }
    return ends[0]...ends[1]
  }

  /// Bob's range: his own, or Alice's where that is left out and Bob's setting is open.
  static func bobRange(_ reader: DocumentReader, _ name: String, givenBy setting: String?) -> ClosedRange<Double>? {
    if reader.gives("search.bob_\(name)") { return range(reader, "bob_\(name)", givenBy: setting) }
    return setting == nil ? range(reader, name, givenBy: nil) : nil
  }

  /// The ranges that the file gives for the settings of a space.
  ///
  /// A range of a setting that is given, or takes what others leave, is reported. Bob's are Alice's where he has none.
  static func ranges(_ reader: DocumentReader, _ box: SearchCoordinates) -> SearchRanges {
    var ranges = SearchRanges()
    for declared in box.settings {
      guard let name = declared.setting.range else { continue }
      let given = declared.isSearched ? nil : declared.setting.path
      let bob = "bob_"
      ranges[name] =
        name.hasPrefix(bob)
        ? bobRange(reader, String(name.dropFirst(bob.count)), givenBy: given) : range(reader, name, givenBy: given)
    }
    return ranges
  }

  /// A space in the ranges that the file gives, which are checked for room.
  static func space<Space: SearchedSpace>(_ reader: DocumentReader, _ make: (SearchRanges) -> Space) -> Space {
    let space = make(ranges(reader, make(SearchRanges()).box))
    check(reader) { try space.box.validateRanges() }
    return space
  }

  /// Reports what the physics refuses, at the key it names.
  static func check(_ reader: DocumentReader, _ body: () throws -> Void) {
    guard reader.isSound else { return }
    do {
      try body()
    } catch let error as InputError {
      let bob = "search.bob_"
      guard error.quantity.hasPrefix(bob), !reader.gives(error.quantity) else {
        reader.refuse(error.quantity, error.allowed, hint: error.hint)
        return
      }
      reader.refuse(
        "search." + error.quantity.dropFirst(bob.count), error.allowed,
        hint: "for Bob, who has no range of his own; give \(error.quantity)")
    } catch {
      reader.refuse("search", "\(error)")
    }
  }
}
