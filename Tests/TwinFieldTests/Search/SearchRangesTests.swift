// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Search ranges of one's own")
struct SearchRangesTests {
  private func range(_ random: inout SplitMix64, _ low: Double, _ high: Double) -> ClosedRange<Double>? {
    guard random.chance(0.6) else { return nil }
    let a = random.uniform(low, high)
    let b = random.uniform(low, high)
    // The ends at which a choice never occurs are often asked for.
    let lo = random.chance(0.2) ? low : min(a, b)
    let hi = random.chance(0.2) ? high : max(a, b)
    return lo < hi ? lo...hi : nil
  }

  private func inside(_ value: Double, _ range: ClosedRange<Double>?) -> Bool {
    range.map { value >= $0.lowerBound - 1e-12 && value <= $0.upperBound + 1e-12 } ?? true
  }

  private func side(_ random: inout SplitMix64) -> PartialSideSettings {
    let count = random.pick([2, 3, 4])
    let usual: [Double] = [0.4, 0.15, 0.05]
    let mu = (0..<count - 1).map { k in k < 2 && random.chance(0.2) ? usual[k] : nil }
    let p: [Double?] = random.chance(0.3) ? [0.3] + Array(repeating: nil, count: count - 1) : []
    return PartialSideSettings(
      signalIntensity: random.chance(0.2) ? 0.02 : nil, testIntensities: mu + [random.pick([1e-4, 0])],
      testProbabilities: p.isEmpty ? Array(repeating: nil, count: count) : p)
  }

  /// One user's ranges.
  private struct Own {
    var signal: ClosedRange<Double>?
    var testIntensities: [ClosedRange<Double>?] = []
    var testProbabilities: [ClosedRange<Double>?] = []

    func add(_ user: String, to ranges: inout SearchRanges) {
      ranges["\(user)key_intensity"] = signal
      for (k, range) in testIntensities.enumerated() { ranges["\(user)test_intensity_\(k + 1)"] = range }
      for (k, range) in testProbabilities.enumerated() { ranges["\(user)test_probability_\(k + 1)"] = range }
    }
  }

  private func ranges(_ random: inout SplitMix64, _ p: PartialSideSettings) -> Own {
    let tops: [Double] = [0.9, 0.5, 0.2, 0.1]
    return Own(
      signal: p.signalIntensity == nil ? range(&random, 0, 0.4) : nil,
      testIntensities: p.testIntensities.enumerated().map { $1 == nil ? range(&random, 0, tops[$0]) : nil },
      testProbabilities: p.testProbabilities.map { $0 == nil ? range(&random, 0, 0.9) : nil })
  }

  @Test("Without ranges every point is legal and comes back, however little room the given intensities leave")
  func usualMapIsLegal() throws {
    var random = SplitMix64(seed: 4607)
    let ladders: [[Double?]] = [
      [nil, nil, 0.05, 0], [0.06, nil, nil, 0.055, 1e-4], [0.5, nil, 0.49, nil, 0], [nil, 0.97, 1e-3], [nil, 2, 0],
      [nil, nil, nil, 0.3, nil, 1e-4], [0.02, nil, nil, nil],
    ]
    for _ in 0..<2000 {
      let mu = random.pick(ladders)
      let first = mu[0] ?? 5
      let signal: Double? = random.chance(0.4) ? min(0.9 * first, random.pick([0.01, 0.06, 0.2])) : nil
      let side = PartialSideSettings(
        signalIntensity: signal, testIntensities: mu, testProbabilities: mu.map { _ in nil })
      let space = SearchSpace(PartialSettings(alice: side, bob: nil), needs: .probabilities)
      // Corners are where it fails first.
      let x = space.box.names.map { _ in random.pick([0, 1, random.uniform(0, 1)]) }
      let settings = space.settings(at: x)
      try settings.validate(.probabilities)
      #expect(settings.signalsAreBelowDecoys, "\(mu), \(x): \(settings.alice)")
      let again = space.settings(at: space.point(for: settings))
      for (a, b) in zip(settings.alice.testIntensities, again.alice.testIntensities) {
        #expect(abs(a - b) <= 1e-9 * a, "\(mu), \(x)")
      }
    }
  }

  @Test("Every point of the box lies in every range, is legal and comes back; ranges without room are refused")
  func everyPointLiesInside() throws {
    var random = SplitMix64(seed: 4604)
    var accepted = 0
    var refused = 0
    for _ in 0..<4000 {
      let needs = random.pick([Settings.Needs.signals, .decoys, .probabilities])
      var alice = side(&random)
      // A key intensity at or above a given strongest one is refused where files are read.
      if alice.signalIntensity != nil { alice.testIntensities[0] = nil }
      let bob = random.chance(0.4) ? side(&random) : nil
      let partial = PartialSettings(alice: alice, bob: bob)
      let own = (alice: ranges(&random, alice), bob: bob.map { ranges(&random, $0) })
      let keyMode = range(&random, 0, 1)
      var named: SearchRanges = ["key_mode_probability": keyMode]
      own.alice.add("", to: &named)
      own.bob?.add("bob_", to: &named)
      let space = SearchSpace(partial, needs: needs, ranges: named)
      do { try space.box.validateRanges() } catch {
        refused += 1
        continue
      }
      accepted += 1
      for _ in 0..<6 {
        let isCorner = random.chance(0.4)
        let x = space.box.names.map { _ in isCorner ? random.pick([0.0, 1.0]) : random.unit() }
        let s = space.settings(at: x)
        do { try s.validate(needs) } catch { Issue.record("\(partial) \(own) at \(x): \(error)") }
        let back = space.settings(at: space.point(for: s))
        let sides = [(s.alice, back.alice, own.alice)] + (own.bob.map { [(s.bob, back.bob, $0)] } ?? [])
        for (c, d, r) in sides {
          let values = [c.signalIntensity] + c.testIntensities + c.testProbabilities
          let again = [d.signalIntensity] + d.testIntensities + d.testProbabilities
          for (a, b) in zip(values, again) where !(abs(a - b) <= 1e-9) { Issue.record("\(a) became \(b): \(r)") }
          var all = [(c.signalIntensity, r.signal)]
          all += zip(c.testIntensities, r.testIntensities)
          all += zip(c.testProbabilities, r.testProbabilities)
          for (value, range) in all where !inside(value, range) {
            Issue.record("\(value) outside \(String(describing: range)): \(partial) \(own) at \(x)")
          }
          if r.signal != nil || r.testIntensities.contains(where: { $0 != nil }),
            let strongest = c.testIntensities.first
          {
            #expect(c.signalIntensity < strongest)
          }
        }
        if needs == .probabilities { #expect(inside(s.keyModeProbability, keyMode)) }
      }
    }
    #expect(accepted > 1000 && refused > 300)
  }

  @Test("Without ranges the box is the usual one, and starts outside the ranges are drawn into them")
  func usualAndStarts() throws {
    let partial = PartialSettings(
      alice: PartialSideSettings(testIntensities: [nil, nil, 1e-4], testProbabilities: [nil, nil, nil]), bob: nil)
    let corner = SearchSpace(partial, needs: .probabilities).settings(at: [0, 0, 0, 0, 0, 0])
    #expect(corner.alice.testIntensities == [0.05, 1e-3, 1e-4] && corner.alice.signalIntensity == 1e-4)
    #expect(corner.alice.testProbabilities[0] == 0.003 && abs(corner.keyModeProbability - 0.02) < 1e-15)
    let own: SearchRanges = [
      "key_intensity": 0.05...0.1, "test_intensity_1": 0.8...0.9, "test_intensity_2": 0.3...0.5,
      "test_probability_1": 0.5...0.6, "key_mode_probability": 0.1...0.2,
    ]
    let space = SearchSpace(partial, needs: .probabilities, ranges: own)
    try space.box.validateRanges()
    let arm = Transmittance(lossDecibel: 10) ?? .one
    let setup = Setup(
      aliceChannel: arm, bobChannel: arm, detectorEfficiency: Transmittance(0.5) ?? .one, darkCountProbability: 1e-8,
      polarisationAngle: 0.1, phaseOffset: 0)
    for start in space.starts(setup) {
      let point = space.point(for: start)
      #expect(point.allSatisfy { (0...1).contains($0) })
      let s = space.settings(at: point)
      #expect(inside(s.alice.signalIntensity, 0.05...0.1) && inside(s.keyModeProbability, 0.1...0.2))
      #expect(inside(s.alice.testIntensities[0], 0.8...0.9) && inside(s.alice.testProbabilities[0], 0.5...0.6))
    }
  }

  @Test("Comparison protocols keep to the ranges of their intensity and their sending probability")
  func comparison() {
    let space = ComparisonSearchSpace(
      .sendingOrNotSending, .init(intensity: 0.4), movesIntensity: true, movesSending: true,
      ranges: ["key_intensity": 0.5...0.7, "sending_probability": 0...0.02])
    for x in [[0.0, 0], [1, 1], [0.3, 0.8]] {
      let c = space.choices(at: x)
      #expect(inside(c.intensity, 0.5...0.7) && inside(c.sendingProbability, 1e-4...0.02))
    }
  }
}
