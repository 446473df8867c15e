// SPDX-License-Identifier: GPL-3.0-or-later
/// The declaration of ``SearchCoordinates``: what an optimiser may move, as a unit box without constraints.
///
/// A protocol family declares its settings one after another; from the declaration follow the names, the map from
/// points of the box to values and back, the columns of tables, which ranges `[search]` may give, and whether ranges of
/// one's own leave room. Every declaration adds a *slot*: a value that is given, one that a coordinate moves between
/// bounds that may depend on all slots before it, or one that follows from them. Bounds read slots by the indices that
/// ``add(_:given:named:scale:isFalling:recall:room:_:)`` and its relatives return:
///
/// ```swift
/// var box = SearchDeclaration(ranges)
/// let signal = box.add(intensity1, given: signal, named: "signal intensity", .fixed(SearchBounds(0.01, 1)))
/// let decoy = box.add(
///   intensity2, given: nil, named: "decoy intensity", .following { v in SearchBounds(0.001, 0.9 * v[signal]) })
/// let v = SearchCoordinates(box).values(at: point)  // v[signal], v[decoy]
/// ```
///
/// A range of one's own is `box.own(intensity1)`, read before the bounds are made. Every coordinate rises with the
/// quantity that it is named after.
package struct SearchDeclaration: Sendable {
  /// A value that follows from the slots before.
  package typealias Value = @Sendable (_ values: [Double]) -> Double
  /// See ``SearchCoordinates/Roomless``.
  package typealias Roomless = SearchCoordinates.Roomless

  /// What the bounds of later coordinates see of one while wanted values are turned into a point.
  package enum Recall: Sendable {
    /// The wanted value.
    case wanted
    /// The wanted value, held to the coordinate's bounds.
    case held
    /// The value at the coordinate that was found.
    case found
  }

  /// The ranges of one's own.
  package let ranges: SearchRanges
  /// The settings in the order of their columns, users one after another.
  package private(set) var settings: [SearchCoordinates.Declared] = []
  private(set) var names: [String] = []
  private(set) var slots: [SearchCoordinates.Slot] = []
  private(set) var followingBounds: [@Sendable ([Double]) -> SearchBounds] = []
  private(set) var derivedValues: [Value] = []
  private(set) var rooms: [SearchCoordinates.Room] = []
  private(set) var section = 0
  private var user = SearchUser.all

  /// Nothing yet, in ranges of one's own.
  package init(_ ranges: SearchRanges = SearchRanges()) { self.ranges = ranges }

  /// Whose settings are declared next; ranges are checked user by user.
  package mutating func begin(_ user: SearchUser) {
    self.user = user
    section += 1
  }

  /// The range of one's own for a setting of the present user, without the ends at which nothing happens.
  package func own(_ setting: SearchSetting) -> ClosedRange<Double>? {
    setting.range.flatMap { ranges[user.key + $0] }.map(setting.used)
  }

  /// A value that is given and no setting.
  package mutating func fix(_ value: Double) -> Int { append(.given(value)) }

  /// A value that follows from those before.
  package mutating func derive(_ value: @escaping Value) -> Int {
    derivedValues.append(value)
    return append(.derived(derivedValues.count - 1))
  }

  /// A coordinate.
  ///
  /// - Parameters:
  ///   - name: under which active bounds are reported; the user's words are added.
  ///   - scale: how steps are measured.
  ///   - isFalling: whether the slot falls as the coordinate rises, as the complement of a probability does.
  ///   - recall: what later bounds see of the value when a point is looked for.
  ///   - room: whom to blame, the first that has a range, if the bounds are empty while all before are at their least.
  ///   - extent: where it may lie.
  /// - Returns: its slot.
  package mutating func open(
    _ name: String, scale: SearchScale = .logarithmic, isFalling: Bool = false, recall: Recall = .wanted,
    room: [Roomless] = [], _ extent: SearchExtent
  ) -> Int {
    names.append(name + user.words)
    if !room.isEmpty {
      demand(room) { values in
        let b = extent.bounds(values)
        return b.least <= b.most
      }
    }
    let coordinate = SearchCoordinates.Coordinate(scale: scale, isFalling: isFalling, recall: recall)
    switch extent {
    case .fixed(let bounds): return append(.fixed(coordinate, SearchCoordinates.Ends(bounds, scale)))
    case .following(let bounds):
      followingBounds.append(bounds)
      return append(.following(coordinate, followingBounds.count - 1))
    }
  }

  /// A setting that is given, or else a coordinate; see ``open(_:scale:isFalling:recall:room:_:)``.
  ///
  /// - Returns: its slot.
  package mutating func add(
    _ setting: SearchSetting, given: Double?, named name: String, scale: SearchScale = .logarithmic,
    isFalling: Bool = false, recall: Recall = .wanted, room: [Roomless] = [], _ extent: SearchExtent
  ) -> Int {
    let slot =
      given.map { fix($0) }
      ?? open(name, scale: scale, isFalling: isFalling, recall: recall, room: room, extent)
    describe(setting, slot: slot, isFree: given == nil)
    return slot
  }

  /// A setting that is always given.
  ///
  /// - Returns: its slot.
  package mutating func add(_ setting: SearchSetting, _ value: Double) -> Int {
    let slot = fix(value)
    describe(setting, slot: slot, isFree: false)
    return slot
  }

  /// Makes a slot the value of a setting.
  ///
  /// - Parameter isSearched: whether a range can be given for it; as `isFree` unless it says otherwise.
  package mutating func describe(_ setting: SearchSetting, slot: Int, isFree: Bool, isSearched: Bool? = nil) {
    let named = SearchSetting(
      user.column + setting.column, setting.meaning + user.words, setting.kind, in: setting.table,
      key: user.key + setting.key, element: setting.element, range: setting.range.map { user.key + $0 })
    settings.append(
      SearchCoordinates.Declared(
        setting: named, isFree: isFree, isSearched: isSearched ?? isFree, slot: slot, section: section))
  }

  /// Moves the setting declared last before those from an index on: columns may have another order than slots.
  package mutating func columnFirst(from index: Int) {
    if let last = settings.popLast() { settings.insert(last, at: Swift.min(index, settings.count)) }
  }

  /// A condition on ranges of one's own, judged where every slot is at its least.
  ///
  /// - Parameter room: whom to blame: the first that has a range.
  package mutating func demand(_ room: [Roomless], _ isThere: @escaping @Sendable (_ least: [Double]) -> Bool) {
    rooms.append(
      SearchCoordinates.Room(
        section: section, isThere: isThere, blamed: room.map { Roomless(user.key + $0.range, $0.words) }))
  }

  private mutating func append(_ slot: SearchCoordinates.Slot) -> Int {
    slots.append(slot)
    return slots.count - 1
  }
}
