// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import SendingOrNotSending

@Suite("Search space")
struct SearchSpaceTests {
  private func some(_ r: inout SplitMix64, _ value: Double) -> Double? { r.chance(0.25) ? value : nil }

  private func partial(_ r: inout SplitMix64) -> PartialUserSettings {
    PartialUserSettings(
      signalWindowProbability: some(&r, 0.8), weakProbability: some(&r, 0.7), strongProbability: some(&r, 0.2),
      weakIntensity: some(&r, 0.05), strongIntensity: some(&r, 0.4), signalIntensity: some(&r, 0.5),
      sendingProbability: some(&r, 0.3))
  }

  private func range(_ r: inout SplitMix64, _ low: Double, _ high: Double) -> ClosedRange<Double>? {
    guard r.chance(0.4) else { return nil }
    let (a, b) = (r.uniform(low, high), r.uniform(low, high))
    return min(a, b)...max(a, b)
  }

  private func point(_ r: inout SplitMix64, _ count: Int) -> [Double] {
    let isCorner = r.chance(0.4)
    return (0..<count).map { _ in isCorner ? r.pick([0.0, 1.0]) : r.unit() }
  }

  private func values(_ u: UserSettings) -> [Double] {
    [
      u.signalWindowProbability, u.weakProbability, u.strongProbability, u.weakIntensity, u.strongIntensity,
      u.signalIntensity, u.sendingProbability,
    ]
  }

  @Test("Every point is legal, lies in its ranges and comes back")
  func points() throws {
    var random = SplitMix64(seed: 481)
    var accepted = 0
    var refused = 0
    for _ in 0..<1500 {
      func ranges(_ p: PartialUserSettings) -> UserRanges {
        UserRanges(
          signalWindowProbability: p.signalWindowProbability == nil ? range(&random, 0, 1) : nil,
          weakProbability: p.weakProbability == nil ? range(&random, 0, 0.9) : nil,
          strongProbability: p.strongProbability == nil ? range(&random, 0, 0.5) : nil,
          weakIntensity: p.weakIntensity == nil ? range(&random, 0, 0.3) : nil,
          strongIntensity: p.strongIntensity == nil ? range(&random, 0.01, 1) : nil,
          signalIntensity: p.signalIntensity == nil ? range(&random, 0, 1) : nil)
      }
      let a = partial(&random)
      let b: PartialUserSettings? = random.chance(0.5) ? partial(&random) : nil
      let space = SearchSpace(
        PartialSettings(
          alice: a, bob: b, sliceWidth: some(&random, 0.4), aliceRanges: ranges(a), bobRanges: b.map(ranges) ?? .init(),
          sliceWidthRange: range(&random, 0.01, 3)))
      do { try space.validate() } catch {
        refused += 1
        continue
      }
      accepted += 1
      for _ in 0..<4 {
        let x = point(&random, space.names.count)
        let s = space.settings(at: x)
        try s.validate()
        let back = space.settings(at: space.point(for: s))
        for (u, v) in [(s.users.alice, back.users.alice), (s.users.bob, back.users.bob)] {
          for (p, q) in zip(values(u), values(v)) where !(abs(p - q) <= 1e-9) {
            Issue.record("\(p) became \(q): \(space.partial) at \(x)")
          }
        }
        let own = space.partial.aliceRanges
        for (value, range) in [
          (s.users.alice.signalWindowProbability, own.signalWindowProbability),
          (s.users.alice.weakProbability, own.weakProbability),
          (s.users.alice.strongProbability, own.strongProbability),
          (s.users.alice.weakIntensity, own.weakIntensity), (s.users.alice.strongIntensity, own.strongIntensity),
          (s.users.alice.signalIntensity, own.signalIntensity),
        ] {
          guard let range, value < range.lowerBound - 1e-4 || value > range.upperBound + 1e-4 else { continue }
          Issue.record("\(value) outside \(range): \(space.partial) at \(x)")
        }
        if b != nil, a.sendingProbability == nil || b?.sendingProbability == nil {
          // No signal is wasted: both weights are whole.
          let w = SettingProbabilities<Double>(s)
          let whole = w.sn * s.users.alice.signalIntensity * Double.exp(-s.users.alice.signalIntensity)
          #expect(relativeDifference(w.untagged.alice, whole) < 1e-6)
        }
      }
    }
    #expect(accepted > 700 && refused > 20, "\(accepted), \(refused)")
  }

  @Test("Names are those of what is open; asymmetric links move fourteen settings, one follows")
  func names() {
    #expect(SearchSpace(PartialSettings()).names.count == 8)
    let both = SearchSpace(PartialSettings(bob: PartialUserSettings()))
    #expect(both.names.count == 14 && both.names.count { $0.hasPrefix("sending probability") } == 1)
    let given = SearchSpace(PartialSettings(bob: PartialUserSettings(sendingProbability: 0.3)))
    #expect(given.names.count == 13 && !given.names.contains { $0.hasPrefix("sending") })
    let all = PartialUserSettings(
      signalWindowProbability: 0.8, weakProbability: 0.7, strongProbability: 0.2, weakIntensity: 0.05,
      strongIntensity: 0.4, signalIntensity: 0.5, sendingProbability: 0.3)
    #expect(SearchSpace(PartialSettings(alice: all, sliceWidth: 0.4)).names.isEmpty)
  }

  @Test("Ranges and given settings with which nothing holds are refused by name")
  func refusals() {
    func refused(_ partial: PartialSettings) -> String? {
      do { try SearchSpace(partial).validate() } catch { return error.quantity }
      return nil
    }
    #expect(refused(PartialSettings()) == nil)
    #expect(
      refused(PartialSettings(aliceRanges: UserRanges(weakIntensity: 0.5...0.6, strongIntensity: 0.1...0.2)))
        == "search.weak_intensity")
    #expect(
      refused(
        PartialSettings(
          alice: PartialUserSettings(weakIntensity: 0.5), aliceRanges: UserRanges(strongIntensity: 0.1...0.2)))
        == "search.strong_intensity")
    #expect(
      refused(PartialSettings(aliceRanges: UserRanges(weakProbability: 0.7...0.8, strongProbability: 0.4...0.5)))
        == "search.strong_probability")
    #expect(
      refused(
        PartialSettings(bob: PartialUserSettings(), bobRanges: UserRanges(sendingProbability: 0.1...0.2)))
        == "search.bob_sending_probability")
    #expect(refused(PartialSettings(sliceWidthRange: 3.2...3.4)) == "search.slice_width")
    #expect(refused(PartialSettings(alice: PartialUserSettings(signalWindowProbability: 1.2))) == "pzA")
    #expect(refused(PartialSettings(aliceRanges: UserRanges(signalIntensity: 11...12))) == "search.signal_intensity")
  }
}
