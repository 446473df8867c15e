// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

extension SearchSetting {
  /// The intensity of key pulses.
  package static let keyIntensity = SearchSetting(
    "key_intensity", "mean photons per key pulse",
    .intensity(least: SearchRanges.leastIntensity, most: Settings.largestIntensity), key: "key_intensity",
    range: "key_intensity")

  /// A test intensity, counted from 0, strongest first; the weakest is never searched: hardware extinction fixes it.
  package static func testIntensity(_ index: Int, of count: Int = Settings.mostIntensities) -> SearchSetting {
    SearchSetting(
      "test_intensity_\(index + 1)", "mean photons per test pulse, intensity \(index + 1)",
      .intensity(least: SearchRanges.leastIntensity, most: Settings.largestIntensity), key: "test_intensities",
      element: index, range: index < count - 1 ? "test_intensity_\(index + 1)" : nil)
  }

  /// The probability of a test intensity, counted from 0.
  package static func testProbability(_ index: Int) -> SearchSetting {
    SearchSetting(
      "test_probability_\(index + 1)", "probability of test intensity \(index + 1) in test mode", .probability,
      key: "test_probabilities", element: index, range: "test_probability_\(index + 1)")
  }
}

/// What may be moved of one user's choices, as coordinates of a unit box (tf sheet, section 11).
///
/// Every point is legal: the order of the intensities, s < μ_0 and the sum of the probabilities are built in. Where
/// ranges of one's own are among the intensities, these form a chain, each at most ``ratio`` of the stronger one: the
/// ends of each range are first drawn in by those of the others, so that every choice of a stronger one leaves room for
/// the weaker ones.
struct SideSpace: Sendable {
  private enum Usual {
    static let signal = 1e-4...0.3
    static let leastProbability = 0.003

    static func test(_ index: Int) -> ClosedRange<Double> { index == 0 ? 0.05...1.0 : 1e-3...0.6 }
  }

  /// How far neighbouring intensities stay apart, and the signal from the strongest decoy.
  private static let ratio = 0.95

  private let signal: Int
  private let tests: [Int]
  private let probabilities: [Int]

  /// Declares one user's settings.
  init(_ partial: PartialSideSettings, needs: Settings.Needs, _ box: inout SearchDeclaration) {
    let firstColumn = box.settings.count
    let mu = needs == .signals ? [] : partial.testIntensities
    let settings = mu.indices.map { SearchSetting.testIntensity($0, of: mu.count) }
    let ownSignal = partial.signalIntensity == nil ? box.own(.keyIntensity) : nil
    let own = mu.indices.map { mu[$0] == nil ? box.own(settings[$0]) : nil }
    let isRanged = ownSignal != nil || own.contains { $0 != nil }
    let chain =
      isRanged && !mu.isEmpty
      ? Self.chain(mu, own, above: partial.signalIntensity ?? ownSignal?.lowerBound ?? 0) : nil
    var tests: [Int] = []
    for (k, given) in mu.enumerated() {
      let stronger = tests.last
      let slot = box.add(
        settings[k], given: given, named: "test intensity \(k + 1)", recall: .held,
        .following { values in
          let above = stronger.map { values[$0] }
          guard let chain else { return Self.bounds(k, in: partial, below: above) }
          return .held(chain[k].least, Swift.min(chain[k].most, above.map { $0 * Self.ratio } ?? .infinity))
        })
      if let chain, given == nil { Self.demandRoom(k, of: mu, chain[k], &box) }
      tests.append(slot)
    }
    let strongest = tests.first
    signal = box.add(
      .keyIntensity, given: partial.signalIntensity, named: "key intensity", recall: .held,
      room: strongest == nil ? [] : [.init("key_intensity", "leaves no room below the strongest test intensity")],
      .following { values in
        let most = strongest.map { values[$0] * Self.ratio } ?? .infinity
        if let ownSignal { return .held(ownSignal.lowerBound, Swift.min(ownSignal.upperBound, most)) }
        let end = Swift.min(Usual.signal.upperBound, most)
        return SearchBounds(Swift.min(Usual.signal.lowerBound, end / 10), end)
      })
    box.columnFirst(from: firstColumn)
    self.tests = tests
    let p = needs == .probabilities ? partial.testProbabilities : []
    probabilities = box.addShares(
      p.indices.map { .testProbability($0) }, given: p,
      names: p.indices.map { "probability of test intensity \($0 + 1)" }, scale: .logarithmic, recall: .held
    ) { _, left, following in
      let least = Swift.min(Usual.leastProbability, left / Double(following + 2))
      return SearchBounds(least, Swift.max(least, left - Double(following) * least))
    }
  }

  /// Where a test intensity may lie without ranges of one's own.
  private static func bounds(_ k: Int, in partial: PartialSideSettings, below stronger: Double?) -> SearchBounds {
    // The next given one below and, for the strongest, the key pulses must fit, each open one between them a step apart.
    let next = partial.testIntensities.indices.first { $0 > k && partial.testIntensities[$0] != nil }
    let weaker = next.flatMap { partial.testIntensities[$0] } ?? 0
    let steps = next.map { $0 - k } ?? 1
    var below = (1..<Swift.max(1, steps)).reduce(weaker) { value, _ in value / ratio }
    if k == 0 { below = Swift.max(below, partial.signalIntensity ?? 0) }
    let usual = Usual.test(k)
    let most = Swift.min(usual.upperBound, (stronger ?? .infinity) * ratio)
    let least = Swift.max(usual.lowerBound, below / ratio)
    if least < most { return SearchBounds(least, most) }
    guard below / ratio >= most else {
      // A given stronger one leaves less room than the usual ends.
      return SearchBounds(below > 0 ? below / ratio : most / 10, most)
    }
    guard let stronger else { return SearchBounds(below / ratio, 2 * below) }
    // Given neighbours that leave less than the usual steps: equal ones, with half a step to move.
    let width = Double.log(stronger / weaker) / Double(steps + 1)
    return SearchBounds(
      weaker * Double.exp(width * (Double(steps) - 0.25)), weaker * Double.exp(width * (Double(steps) + 0.25)))
  }

  /// The least and the largest value of each test intensity with ranges of one's own; a given one is a point.
  private static func chain(
    _ given: [Double?], _ own: [ClosedRange<Double>?], above signal: Double
  ) -> [(least: Double, most: Double)] {
    var most = given.indices.map { given[$0] ?? own[$0]?.upperBound ?? Usual.test($0).upperBound }
    for k in given.indices.dropFirst() where given[k] == nil { most[k] = Swift.min(most[k], most[k - 1] * ratio) }
    // The usual least values give way to stronger intensities that are kept low.
    var least = given.indices.map { k in
      given[k] ?? own[k]?.lowerBound ?? Swift.min(Usual.test(k).lowerBound, most[k] / 10)
    }
    // Key pulses are weaker than the strongest test pulse.
    if given[0] == nil { least[0] = Swift.max(least[0], signal / ratio) }
    for k in given.indices.dropLast().reversed() where given[k] == nil {
      least[k] = Swift.max(least[k], least[k + 1] / ratio)
    }
    return zip(least, most).map { (least: $0, most: $1) }
  }

  private static func demandRoom(
    _ k: Int, of mu: [Double?], _ link: (least: Double, most: Double), _ box: inout SearchDeclaration
  ) {
    let key = { (index: Int) in "test_intensity_\(index + 1)" }
    var room = [SearchDeclaration.Roomless(key(k), "leaves no room between the other intensities")]
    // It may be another one's range that leaves this one no room.
    for other in mu.indices where other != k && mu[other] == nil {
      let order = other < k ? "weaker" : "stronger"
      room.append(.init(key(other), "leaves no room for test intensity \(k + 1), which must be \(order)"))
    }
    room.append(.init("key_intensity", "leaves no room below the strongest test intensity"))
    box.demand(room) { _ in link.least <= link.most }
  }

  /// The choices at the values of slots.
  func settings(_ values: [Double]) -> SideSettings {
    SideSettings(
      signalIntensity: values[signal], testIntensities: tests.map { values[$0] },
      testProbabilities: probabilities.map { values[$0] })
  }

  /// The values of slots that make choices.
  func wanted(_ s: SideSettings) -> [(Int, Double)] {
    Array(zip([signal] + tests, [s.signalIntensity] + s.testIntensities)) + zip(probabilities, s.testProbabilities)
  }
}
