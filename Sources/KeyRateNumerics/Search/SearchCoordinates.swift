// SPDX-License-Identifier: GPL-3.0-or-later
/// What an analysis lets an optimiser move, with a map from its coordinates to the settings of a protocol.
package protocol SearchedSpace: Sendable {
  /// What may be moved.
  var box: SearchCoordinates { get }
}

/// What an optimiser may move, as the coordinates of a unit box without constraints; made from a ``SearchDeclaration``.
///
/// A class, because the map from points to values is called in the inner loop of every search and must not copy it.
package final class SearchCoordinates: Sendable {
  /// A setting as it was declared.
  package struct Declared: Sendable {
    /// The setting, with its user's names.
    package let setting: SearchSetting
    /// Whether no value is given.
    package let isFree: Bool
    /// Whether a range can be given: it is free, and does not just take what others leave.
    package let isSearched: Bool
    /// Its slot.
    package let slot: Int
    /// Which user's it is, from 0 in the order of ``SearchDeclaration/begin(_:)``.
    package let section: Int
  }

  /// Bounds with what the values between them are computed from.
  struct Ends: Sendable {
    let bounds: SearchBounds
    let base: Double
    let span: Double

    @inline(__always)
    init(_ bounds: SearchBounds, _ scale: SearchScale) {
      self.bounds = bounds
      (base, span) = scale.prepared(bounds.least, bounds.most)
    }

    @inline(__always)
    func value(at position: Double, _ scale: SearchScale) -> Double {
      bounds.value(scale.value(at: position, base, span, most: bounds.most))
    }
  }

  /// How a slot gets its value. Without references, so that the inner loop counts none.
  enum Slot: Sendable {
    case given(Double)
    case fixed(Coordinate, Ends)
    /// With the number of its bounds.
    case following(Coordinate, Int)
    /// With the number of its value.
    case derived(Int)
  }

  struct Coordinate: Sendable {
    let scale: SearchScale
    let isFalling: Bool
    let recall: SearchDeclaration.Recall

    /// The position on the scale at a coordinate, which is held to 0...1.
    @inline(__always)
    func position(at coordinate: Double) -> Double {
      let t = Swift.min(1, Swift.max(0, coordinate))
      return isFalling ? 1 - t : t
    }
  }

  /// A range of one's own that may leave no room, with what is said of it then.
  package struct Roomless: Sendable, Equatable {
    /// The key of the range in `[search]`.
    package let range: String
    /// What is wrong with it.
    package let words: String

    /// Blames a range; the key is completed by the user's prefix.
    package init(_ range: String, _ words: String) {
      self.range = range
      self.words = words
    }
  }

  struct Room: Sendable {
    let section: Int
    let isThere: @Sendable (_ least: [Double]) -> Bool
    let blamed: [Roomless]
  }

  /// The ranges of one's own.
  package let ranges: SearchRanges
  /// The names of what may be moved, in the order of the box's coordinates.
  package let names: [String]
  /// The settings in the order of their columns, users one after another.
  package let settings: [Declared]
  /// The number of the last user.
  package let section: Int
  private let slots: [Slot]
  private let followingBounds: [@Sendable ([Double]) -> SearchBounds]
  private let derivedValues: [SearchDeclaration.Value]
  private let rooms: [Room]

  /// The coordinates that were declared.
  package init(_ declaration: SearchDeclaration) {
    ranges = declaration.ranges
    names = declaration.names
    settings = declaration.settings
    section = declaration.section
    slots = declaration.slots
    followingBounds = declaration.followingBounds
    derivedValues = declaration.derivedValues
    rooms = declaration.rooms
  }

  /// The values of all slots at a point of the box; coordinates outside are taken to its edge, missing ones to 0.
  package func values(at point: [Double]) -> [Double] {
    var next = 0
    return run { _, coordinate, ends in
      let t = next < point.count ? point[next] : 0
      next += 1
      return ends.value(at: coordinate.position(at: t), coordinate.scale)
    }
  }

  /// The point of the box for wanted values of slots, clipped into it; the inverse of ``values(at:)``.
  ///
  /// - Parameter wanted: slots with their values. Those of slots that are given or follow from others are not looked at;
  ///   coordinates without one are at their least.
  package func point(for wanted: [(Int, Double)]) -> [Double] {
    var targets = [Double?](repeating: nil, count: slots.count)
    for (slot, value) in wanted { targets[slot] = value }
    var point: [Double] = []
    _ = run { slot, coordinate, ends in
      let b = ends.bounds
      let value = targets[slot] ?? b.least
      let x = b.unit == 0 ? 0.5 : (value - b.origin) / b.unit
      let position = coordinate.scale.position(of: x, b.least, b.most)
      let t = coordinate.isFalling ? 1 - position : position
      point.append(t)
      switch coordinate.recall {
      case .wanted: return value
      case .held: return Swift.min(b.most, Swift.max(b.least, value))
      case .found: return ends.value(at: coordinate.position(at: t), coordinate.scale)
      }
    }
    return point
  }

  @inline(__always)
  private func run(_ choose: (_ slot: Int, Coordinate, Ends) -> Double) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(slots.count)
    for index in slots.indices {
      switch slots[index] {
      case .given(let value): values.append(value)
      case .fixed(let coordinate, let ends): values.append(choose(index, coordinate, ends))
      case .following(let coordinate, let number):
        values.append(choose(index, coordinate, Ends(followingBounds[number](values), coordinate.scale)))
      case .derived(let number): values.append(derivedValues[number](values))
      }
    }
    return values
  }

  /// The range of one's own of a user that leaves no room, in the order of declaration; nil if all do.
  package func roomless(in section: Int) -> Roomless? {
    // With every slot at its least, those after have the least room.
    let least = run { _, coordinate, ends in ends.value(at: 0, coordinate.scale) }
    for room in rooms where room.section == section && !room.isThere(least) {
      if let roomless = room.blamed.first(where: { ranges[$0.range] != nil }) { return roomless }
    }
    return nil
  }

  /// The settings with their values at a point of the box.
  package func columns(at point: [Double]) -> [SettingColumn] {
    let values = values(at: point)
    return settings.map { SettingColumn(setting: $0.setting, value: values[$0.slot], isFree: $0.isFree) }
  }

  /// A search over the box.
  ///
  /// - Parameters:
  ///   - starts: points worth starting from; left out where nothing is open.
  ///   - objective: the quantity to maximise at a point; see ``SearchProblem/objective``.
  package func problem(
    starts: [[Double]], objective: @escaping @Sendable (_ point: [Double]) -> Double
  ) -> SearchProblem {
    SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) }, starts: names.isEmpty ? [] : starts,
      objective: objective)
  }
}
