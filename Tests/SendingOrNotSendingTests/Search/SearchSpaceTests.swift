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

  private static let keys = [
    "signal_window_probability", "weak_probability", "strong_probability", "weak_intensity", "strong_intensity",
    "signal_intensity", "sending_probability",
  ]

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
      var ranges = SearchRanges()
      func choose(_ p: PartialUserSettings, _ user: String) {
        for (given, name, low, high) in [
          (p.signalWindowProbability, "signal_window_probability", 0.0, 1.0),
          (p.weakProbability, "weak_probability", 0, 0.9), (p.strongProbability, "strong_probability", 0, 0.5),
          (p.weakIntensity, "weak_intensity", 0, 0.3), (p.strongIntensity, "strong_intensity", 0.01, 1),
          (p.signalIntensity, "signal_intensity", 0, 1),
        ] where given == nil { ranges[user + name] = range(&random, low, high) }
      }
      let a = partial(&random)
      let b: PartialUserSettings? = random.chance(0.5) ? partial(&random) : nil
      choose(a, "")
      if let b { choose(b, "bob_") }
      let width = some(&random, 0.4)
      if width == nil { ranges["slice_width_rad"] = range(&random, 0.01, 3) }
      let space = SearchSpace(PartialSettings(alice: a, bob: b, sliceWidth: width), ranges: ranges)
      do { try space.validate() } catch {
        refused += 1
        continue
      }
      accepted += 1
      for _ in 0..<4 {
        let x = point(&random, space.box.names.count)
        let s = space.settings(at: x)
        try s.validate()
        let back = space.settings(at: space.point(for: s))
        for (u, v) in [(s.users.alice, back.users.alice), (s.users.bob, back.users.bob)] {
          for (p, q) in zip(values(u), values(v)) where !(abs(p - q) <= 1e-9) {
            Issue.record("\(p) became \(q): \(space.partial) at \(x)")
          }
        }
        for (user, settings) in [("", s.users.alice), ("bob_", s.users.bob)] where user.isEmpty || b != nil {
          for (value, name) in zip(values(settings), Self.keys) {
            guard let range = ranges[user + name], value < range.lowerBound - 1e-4 || value > range.upperBound + 1e-4
            else { continue }
            Issue.record("\(user)\(name) = \(value) outside \(range): \(space.partial) at \(x)")
          }
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
    #expect(SearchSpace(PartialSettings()).box.names.count == 8)
    let both = SearchSpace(PartialSettings(bob: PartialUserSettings())).box
    #expect(both.names.count == 14 && both.names.count { $0.hasPrefix("sending probability") } == 1)
    let given = SearchSpace(PartialSettings(bob: PartialUserSettings(sendingProbability: 0.3))).box
    #expect(given.names.count == 13 && !given.names.contains { $0.hasPrefix("sending") })
    // The one that follows stands among the columns of its user, and no range is asked for.
    for (box, columns) in [(both, 6), (given, 6)] {
      let names = box.settings.map(\.setting.column)
      #expect(names.count == 15 && names[columns] == "sending_probability" && names[13] == "bob_sending_probability")
    }
    #expect(
      both.settings[13].setting.range == nil && both.settings[13].isFree && given.settings[6].setting.range == nil)
    let all = PartialUserSettings(
      signalWindowProbability: 0.8, weakProbability: 0.7, strongProbability: 0.2, weakIntensity: 0.05,
      strongIntensity: 0.4, signalIntensity: 0.5, sendingProbability: 0.3)
    #expect(SearchSpace(PartialSettings(alice: all, sliceWidth: 0.4)).box.names.isEmpty)
  }

  @Test("With infinitely many rounds signals alone are moved; the decoys arrive alike")
  func infinite() throws {
    let one = SearchSpace(PartialSettings(), needs: .signals)
    #expect(one.box.names == ["signal intensity", "sending probability"])
    let both = SearchSpace(PartialSettings(bob: PartialUserSettings()), needs: .signals, imbalance: 2)
    #expect(both.box.names.count == 3)
    let s = both.settings(at: [0.5, 0.5, 0.5])
    try s.validate()
    #expect(relativeDifference(s.users.alice.weakIntensity, 4 * s.users.bob.weakIntensity) < 1e-14)
    #expect(s.sliceWidth == 0.01 && s.users.alice.signalWindowProbability == 0.9999)
    let w = SettingProbabilities<Double>(s).untagged
    #expect(relativeDifference(w.alice, 4 * w.bob) < 1e-9)
  }

  @Test("Ranges and given settings with which nothing holds are refused by name")
  func refusals() {
    func refused(_ partial: PartialSettings, _ ranges: SearchRanges = SearchRanges()) -> String? {
      do { try SearchSpace(partial, ranges: ranges).validate() } catch { return error.quantity }
      return nil
    }
    #expect(refused(PartialSettings()) == nil)
    #expect(
      refused(PartialSettings(), ["weak_intensity": 0.5...0.6, "strong_intensity": 0.1...0.2])
        == "search.weak_intensity")
    #expect(
      refused(PartialSettings(alice: PartialUserSettings(weakIntensity: 0.5)), ["strong_intensity": 0.1...0.2])
        == "search.strong_intensity")
    #expect(
      refused(PartialSettings(), ["weak_probability": 0.7...0.8, "strong_probability": 0.4...0.5])
        == "search.strong_probability")
    #expect(refused(PartialSettings(), ["slice_width_rad": 3.2...3.4]) == "search.slice_width_rad")
    #expect(refused(PartialSettings(alice: PartialUserSettings(signalWindowProbability: 1.2))) == "pzA")
    #expect(refused(PartialSettings(), ["signal_intensity": 11...12]) == "search.signal_intensity")
  }
}
