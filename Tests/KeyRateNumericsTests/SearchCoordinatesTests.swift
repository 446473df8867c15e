// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Coordinates of a search")
struct SearchCoordinatesTests {
  private static let signal = SearchSetting(
    "intensity_1", "signal", .intensity(least: 1e-4, most: 10), key: "intensities", element: 0, range: "intensity_1")
  private static let decoy = SearchSetting(
    "intensity_2", "decoy", .intensity(least: 1e-4, most: 10), key: "intensities", element: 1, range: "intensity_2")
  private static let basis = SearchSetting(
    "key_basis_probability", "key basis", .probability, key: "key_basis_probability", range: "key_basis_probability")

  /// A signal, a decoy below it, and a basis near 1.
  private func box(_ ranges: SearchRanges = SearchRanges(), signal: Double? = nil) -> SearchCoordinates {
    var box = SearchDeclaration(ranges)
    let range = box.own(Self.signal) ?? 0.01...1
    let own = box.own(Self.decoy)
    let mu = box.add(
      Self.signal, given: signal, named: "signal", room: [.init("intensity_1", "too low")], .fixed(.held(range)))
    _ = box.add(
      Self.decoy, given: nil, named: "decoy", room: [.init("intensity_2", "too high")],
      .following { .held(own?.lowerBound ?? 0.001, min(own?.upperBound ?? 1, 0.9 * $0[mu])) })
    _ = box.add(
      Self.basis, given: nil, named: "basis", isFalling: true, .fixed(.held(0.01, 0.5, origin: 1, unit: -1)))
    return SearchCoordinates(box)
  }

  @Test("A value comes back from its coordinate on every scale, and the ends are the ends")
  func scales() {
    var random = SplitMix64(seed: 71)
    let ends: [(SearchScale, Double, Double, Double)] = [
      (.linear, 0.2, 0.7, 0.45), (.logarithmic, 0.01, 1, 0.1), (.logarithmicToEnds, 0.01, 1, 0.1),
      (.odds, 1 / 9.0, 9, 0.5), (.logit, 0.1, 0.9, 0.5),
    ]
    for (scale, least, most, middle) in ends {
      var declaration = SearchDeclaration()
      _ = declaration.open("x", scale: scale, .fixed(SearchBounds(least, most)))
      let box = SearchCoordinates(declaration)
      #expect(abs(box.values(at: [0.5])[0] - middle) < 1e-12, "\(scale)")
      for _ in 0..<200 {
        let t = random.unit()
        let value = box.values(at: [t])[0]
        #expect(abs(box.point(for: [(0, value)])[0] - t) < 1e-12, "\(scale) at \(t)")
      }
      // Beyond the box is its edge.
      #expect(box.values(at: [-1]) == box.values(at: [0]) && box.values(at: [2]) == box.values(at: [1]))
    }
  }

  @Test("Bounds follow earlier slots, whether these are given or moved; every coordinate rises with its quantity")
  func dependence() {
    var random = SplitMix64(seed: 72)
    for given in [nil, 0.3] {
      let box = box(signal: given)
      #expect(box.names == (given == nil ? ["signal"] : []) + ["decoy", "basis"])
      for _ in 0..<300 {
        let x = box.names.map { _ in random.unit() }
        let values = box.values(at: x)
        #expect(values[1] <= 0.9 * values[0] && values[1] >= 0.001 && (0.5...0.99).contains(values[2]))
        for (a, b) in zip(box.point(for: Array(values.enumerated()).map { ($0, $1) }), x) { #expect(abs(a - b) < 1e-9) }
        let columns = box.columns(at: x)
        #expect(columns.map(\.value) == values && columns.map(\.isFree) == [given == nil, true, true])
        #expect(columns[1].setting.path == "source.intensities" && columns[1].setting.element == 1)
        for (k, t) in x.enumerated() where t < 0.9 {
          var more = x
          more[k] = t + 0.1
          #expect(box.values(at: more)[k + 3 - x.count] > values[k + 3 - x.count])
        }
      }
    }
  }

  @Test("The first range to blame is found where ranges of one's own leave no room")
  func room() {
    #expect(box(["intensity_1": 0.2...0.4, "intensity_2": 0.1...0.15]).roomless(in: 0) == nil)
    #expect(box(["intensity_2": 0.1...0.2]).roomless(in: 0) == .init("intensity_2", "too high"))
    #expect(box(["intensity_2": 0.1...0.2], signal: 0.5).roomless(in: 0) == nil)
    // An end at which nothing is sent stands for the least value that can be.
    #expect(box(["intensity_1": 0...0.5]).values(at: [0, 0, 0])[0] == 1e-4)
    var shares = SearchDeclaration(["p1": 0.8...0.9, "p2": 0.3...0.5])
    let settings = ["p1", "p2", "p3"].map { SearchSetting($0, $0, .probability, key: "p", range: $0) }
    _ = shares.addShares(
      settings, given: [nil, nil, nil], names: ["a", "b", "c"], scale: .logarithmic, recall: .held
    ) { _, left, _ in SearchBounds(left / 10, left / 2) }
    #expect(SearchCoordinates(shares).roomless(in: 0)?.range == "p2")
  }

  @Test("Shares sum to one; the last open one takes what is left and cannot be searched")
  func shares() {
    var random = SplitMix64(seed: 73)
    let settings = ["p1", "p2", "p3"].map { SearchSetting($0, $0, .probability, key: "p", range: $0) }
    for ranges in [[:], ["p1": 0.2...0.3], ["p3": 0.5...0.6]] as [SearchRanges] {
      for given in [[nil, nil, nil], [nil, 0.1, nil], [0.15, nil, 0.85 - 1e-3]] as [[Double?]] {
        for scale in [SearchScale.odds, .logarithmic] {
          var declaration = SearchDeclaration(given[2] == nil && given[0] == nil ? ranges : SearchRanges())
          let slots = declaration.addShares(
            settings, given: given, names: ["a", "b", "c"], scale: scale, recall: .found
          ) {
            _, left, _ in scale == .odds ? SearchBounds(0.1, 10, unit: left) : SearchBounds(left / 10, left / 2)
          }
          let box = SearchCoordinates(declaration)
          #expect(box.names.count == given.count { $0 == nil } - 1)
          #expect(box.settings.map(\.isSearched) == given.map { $0 == nil && given.count { $0 == nil } > 1 })
          for _ in 0..<50 {
            let values = box.values(at: box.names.map { _ in random.unit() })
            #expect(abs(slots.reduce(0) { $0 + values[$1] } - 1) < 1e-12 && slots.allSatisfy { values[$0] > 0 })
            for (slot, setting) in zip(slots, settings) {
              guard let range = declaration.own(setting) else { continue }
              #expect(values[slot] >= range.lowerBound - 1e-12 && values[slot] <= range.upperBound + 1e-12)
            }
          }
        }
      }
    }
  }

  @Test("What a user adds to names, columns, keys and ranges")
  func users() {
    var box = SearchDeclaration(["bob_intensity_1": 0.1...0.2])
    box.begin(SearchUser(column: "alice_", key: "", words: " (Alice)"))
    _ = box.add(Self.signal, given: nil, named: "signal", .fixed(SearchBounds(0.01, 1)))
    box.begin(SearchUser(column: "bob_", key: "bob_", words: " (Bob)"))
    let own = box.own(Self.signal)
    #expect(own == 0.1...0.2)
    _ = box.add(Self.signal, 0.15)
    let names = SearchCoordinates(box).names
    #expect(names == ["signal (Alice)"])
    #expect(box.settings.map(\.setting.column) == ["alice_intensity_1", "bob_intensity_1"])
    #expect(box.settings.map(\.setting.path) == ["source.intensities", "source.bob_intensities"])
    #expect(box.settings.map(\.setting.range) == ["intensity_1", "bob_intensity_1"])
    #expect(box.settings.map(\.isSearched) == [true, false])
  }
}
