// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import KeyRateNumerics
import KeyRateTestSupport
import Testing
import KeyRateDocuments

@Suite("Tolerance boxes")
struct ToleranceTests {
  static func box(_ text: String, _ variables: [String] = [], target: KeyTarget = .anyKey) throws -> ToleranceBox {
    try #require(try ToleranceBox.all(of: ReachTests.file(text), variables: variables, target: target).first)
  }

  /// The rate with the settings of the box's centre, by the way of `--set`.
  static func rate(_ text: String, _ moves: [(String, Double)]) throws -> Double {
    let file = try ParameterFile(
      text: text, fileName: "link.toml", settings: moves.map { (key: $0.0, value: "\($0.1)") })
    return try file.link().evaluate([]).ratePerPulse ?? 0
  }

  @Test("Each input alone reaches its quoted end and no farther")
  func alone() throws {
    let box = try Self.box(Fixtures.given, target: .ratePerPulse(1e-4))
    #expect(
      box.sides.map(\.quantity.path) == [
        "link.distance_km", "detector.efficiency", "detector.dark_count_probability", "detector.misalignment",
      ])
    for side in box.sides {
      #expect(side.lowest.value <= side.value && side.value <= side.highest.value)
      for limit in [side.lowest, side.highest] {
        #expect(try Self.rate(Fixtures.given, [(side.quantity.path, limit.value)]) >= 1e-4)
        if let missed = limit.missedAt {
          #expect(try Self.rate(Fixtures.given, [(side.quantity.path, missed)]) < 1e-4)
          #expect(abs(missed - limit.value) <= 2e-5 * abs(missed))
        }
      }
    }
    // Worse is farther, lossier, noisier, less aligned.
    #expect(box.sides.map { $0.highest.missedAt != nil } == [true, false, true, true])
    #expect(box.sides.map { $0.lowest.missedAt != nil } == [false, true, false, false])
  }

  @Test("The distance that a box allows alone is the reach with the same settings")
  func agreesWithReach() async throws {
    let box = try Self.box(Fixtures.given, ["link.distance_km"])
    let crossing = try #require(await ReachTests.answer(ReachTests.file(Fixtures.given)).crossings.first)
    let side = try #require(box.sides.first)
    #expect(abs(side.highest.value - crossing.confirmed.value) <= 2e-5 * crossing.confirmed.value)
    // Alone, the joint box is the whole tolerance.
    #expect(box.commonFactor == 1)
    #expect(side.jointHighest == side.highest.value && side.jointLowest == side.lowest.value)
  }

  @Test("Every corner and random points of the joint box meet the target; a box a little larger does not")
  func joint() throws {
    let target = 1e-4
    let box = try Self.box(Fixtures.given, target: .ratePerPulse(target))
    #expect(box.corners == 16 && box.inner == 128)
    #expect(box.commonFactor > 0.05 && box.commonFactor < 1)
    var least = Double.infinity
    for corner in 0..<16 {
      let rate = try Self.rate(
        Fixtures.given,
        box.sides.enumerated().map { k, side in
          (side.quantity.path, corner & (1 << k) != 0 ? side.jointHighest : side.jointLowest)
        })
      #expect(rate >= target)
      least = min(least, rate)
    }
    #expect(box.worstCorner?.result.ratePerPulse == least)
    var generator = SplitMix64(seed: 11)
    for _ in 0..<100 {
      let rate = try Self.rate(
        Fixtures.given,
        box.sides.map { ($0.quantity.path, Double.random(in: $0.jointLowest...$0.jointHighest, using: &generator)) })
      #expect(rate >= target)
    }
    let larger = try (0..<16).contains { corner in
      try Self.rate(
        Fixtures.given,
        box.sides.enumerated().map { k, side in
          let end = corner & (1 << k) != 0 ? side.jointHighest : side.jointLowest
          return (side.quantity.path, side.value + 1.001 * (end - side.value))
        }) < target
    }
    #expect(larger)
  }

  @Test("Optimised settings are held: the box is that of the file with them written down")
  func held() throws {
    let box = try Self.box(Fixtures.finite, ["detector.misalignment"])
    let side = try #require(box.sides.first)
    let settings = box.centre.settings.map(\.value)
    let text = Fixtures.finite.replacing(
      "decoys = 2\n",
      with: """
        intensities = \(settings[0..<3].map { "\($0)" }.description.replacing("\"", with: ""))
        intensity_probabilities = \(settings[3..<6].map { "\($0)" }.description.replacing("\"", with: ""))
        key_basis_probability = \(settings[6])

        """)
    #expect(try Self.rate(text, [("detector.misalignment", side.highest.value)]) > 0)
    #expect(try Self.rate(text, [("detector.misalignment", try #require(side.highest.missedAt))]) == 0)
  }

  @Test("Without a key at the operating point there is no box")
  func noKey() throws {
    let text = Fixtures.given.replacing("distance_km = 50", with: "distance_km = 400")
    let box = try Self.box(text)
    #expect(!box.isMet && box.sides.isEmpty && box.corners == 0)
    let summary = try ToleranceBox.summary([box], ReachTests.file(text))
    #expect(summary.contains("  no key at the operating point (0 bit/pulse): "))
  }

  @Test("An input moves along one axis only")
  func twice() throws {
    #expect {
      _ = try Self.box(Fixtures.given, ["detector.misalignment", "detector.misalignment"])
    } throws: { error in
      "\(error)" == "--variable detector.misalignment: is given twice"
    }
  }
}
