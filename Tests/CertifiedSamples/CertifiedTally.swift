// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport

/// What many samples of one family showed.
package struct CertifiedTally: Sendable {
  /// How many samples.
  package private(set) var count = 0
  /// How many of them have a key.
  package private(set) var withKey = 0
  /// How many are ordinary, with their relative widths.
  package private(set) var widths: [Double] = []
  /// How many violations of each kind.
  package private(set) var violations: [CertifiedSample.Violation: Int] = [:]
  /// The first few violations, to be looked at.
  package private(set) var examples: [String] = []
  /// The largest share of the sifted bits by which a double lies above its enclosure.
  package private(set) var worstExcess = 0.0
  /// How many draws an analysis refused.
  package private(set) var refused = 0
  private var seconds = (plain: 0.0, enclosure: 0.0)

  /// An empty tally.
  package init() {}

  /// Draws many samples. Inputs that an analysis refuses are drawn again; too many of them are an error.
  ///
  /// - Parameters:
  ///   - samples: how many; the environment variable KEYRATE_CERTIFIED_SAMPLES overrides the number of a test.
  ///   - seed: the same samples on every machine.
  ///   - draw: one sample; its last argument says whether the whole analysis is to be asked too.
  package init(
    samples: Int, seed: UInt64, _ draw: (_ random: inout SplitMix64, _ releasing: Bool) throws -> CertifiedSample
  ) throws {
    var random = SplitMix64(seed: seed)
    while count < samples {
      do { add(try draw(&random, count % 20 == 0)) } catch {
        refused += 1
        if refused > samples / 10 + 5 { throw error }
      }
    }
  }

  /// The number of samples of a test: its own, or what the environment asks for.
  package static func samples(_ own: Int) -> Int {
    ProcessInfo.processInfo.environment["KEYRATE_CERTIFIED_SAMPLES"].flatMap { Int($0) } ?? own
  }

  /// Adds a sample.
  package mutating func add(_ s: CertifiedSample) {
    count += 1
    if s.plain >= 1 { withKey += 1 }
    if s.isOrdinary { widths.append(s.relativeWidth) }
    seconds.plain += s.seconds.plain
    seconds.enclosure += s.seconds.enclosure
    worstExcess = max(worstExcess, (s.plain - s.enclosure.upper) / max(1, s.scale))
    for v in s.violations {
      violations[v, default: 0] += 1
      if violations[v] ?? 0 <= 3 {
        examples.append(
          "\(v.rawValue): double \(s.plain), enclosure \(s.enclosure.lower)...\(s.enclosure.upper), referee "
            + "\(s.referee.high) + \(s.referee.low), released \(s.released ?? .nan): \(s.label)")
      }
    }
  }

  /// How many times longer enclosures took than plain evaluations.
  package var costRatio: Double { seconds.enclosure / seconds.plain }

  /// The figures in one line.
  package var summary: String {
    let sorted = widths.sorted()
    let median = sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    let bad = CertifiedSample.Violation.allCases.compactMap { v in violations[v].map { "\($0) \(v.rawValue)" } }
    func short(_ x: Double) -> String { String(format: "%.2g", x) }
    return "\(count) samples, \(withKey) with key, \(sorted.count) ordinary; violations: "
      + (bad.isEmpty ? "none" : bad.joined(separator: ", "))
      + "; relative width of ordinary ones: median \(short(median)), largest \(short(sorted.last ?? .nan)); "
      + "plain \(short(1e6 * seconds.plain / Double(max(1, count)))) us, enclosure "
      + "\(short(1e6 * seconds.enclosure / Double(max(1, count)))) us, ratio \(String(format: "%.1f", costRatio))"
      + (refused > 0 ? "; \(refused) draws refused" : "")
  }
}
