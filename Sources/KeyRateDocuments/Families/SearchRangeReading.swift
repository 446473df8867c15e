// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity

/// The ranges of `[search]`, read and refused in the same way for every family.
enum SearchRangeReading {
  /// The key of a range of intensities.
  static func intensity(
    _ name: String, upTo most: Double = 10, default standard: String, _ meaning: String, aliases: [String] = []
  ) -> KeyDefinition {
    KeyDefinition(
      "search.\(name)", .numbers, unit: "mean photons per pulse", range: AllowedRange(0...most), default: standard,
      meaning, aliases: aliases.map { "search.\($0)" })
  }

  /// The key of a range of probabilities.
  static func probability(
    _ name: String, default standard: String, _ meaning: String, aliases: [String] = []
  ) -> KeyDefinition {
    KeyDefinition(
      "search.\(name)", .numbers, range: .probability, default: standard, meaning,
      slips: [.above(1, "a fraction, not percent")], aliases: aliases.map { "search.\($0)" })
  }

  /// Bob's keys beside Alice's.
  static func ofBob(_ keys: [KeyDefinition], _ meaning: String) -> [KeyDefinition] {
    keys.map { key in
      KeyDefinition(
        "search.bob_" + key.path.dropFirst("search.".count), key.kind, unit: key.unit, range: key.range,
        default: "as Alice's", meaning, slips: key.slips)
    }
  }

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
