// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateNumerics

/// The counts of a claim as bare numbers, for tests that come before any analysis.
struct ClaimCounts {
  /// Bits after sifting, and wrong ones among them.
  let siftedBits, errors: Double?

  init(_ claim: ClaimFile) {
    (siftedBits, errors) = claim.family.traits.siftedBits { claim.numbers($0) }
  }

  /// The counts that an analysis has read from a file of its own.
  init(_ run: MeasuredRun) {
    siftedBits = run.result[.siftedBits]
    errors = run.result.siftedErrors
  }
}

extension ClaimConsistency {
  /// Counts that contradict themselves or what the claim says of them.
  static func counts(_ claim: ClaimFile) -> [Finding] {
    guard claim.table.leaves.contains(where: { $0.path.hasPrefix("counts.") }) else { return [] }
    return parts(claim) + totals(claim) + statements(claim)
  }

  /// Errors are a part of the detections, detections of the pulses.
  private static func parts(_ claim: ClaimFile) -> [Finding] {
    var list: [Finding] = []
    for (errors, all) in [
      ("key_basis_errors", "key_basis_detections"), ("test_basis_errors", "test_basis_detections"),
      ("key_mode_errors", "key_mode_successes"), ("zz_errors", "zz"), ("xx_errors", "xx"),
    ] {
      guard let m = claim.numbers("counts.\(errors)"), let n = claim.numbers("counts.\(all)") else { continue }
      let pairs = m.count == n.count ? Array(zip(m, n)) : m.count == 1 ? [(m[0], n.first ?? 0)] : []
      let bad = pairs.first { $0.0 > $0.1 }
      list.append(
        Finding(
          "parts_of_\(all)", "counts.\(errors) are a part of counts.\(all)", expected: bad?.1, observed: bad?.0,
          unit: "counts", residual: bad.map { $0.0 - $0.1 }, bad == nil ? .passed : .violated,
          bad.map { "\($0.0.words) errors of \($0.1.words) events" } ?? "no count of errors exceeds its events"))
    }
    let lists =
      ["key_basis_detections", "test_basis_detections", "key_mode_successes", "test_mode_successes"]
      + ["zz", "xx", "yy", "xo", "ox", "yo", "oy", "oo"]
    if claim.family.traits.countsClicks, let pulses = claim.number(CountsKeys.pulses.path) {
      let clicks = lists.compactMap { claim.numbers("counts.\($0)") }.joined().reduce(0, +)
      list.append(
        Finding(
          "pulses_of_counts", "no more is detected than was sent", expected: pulses, observed: clicks, unit: "counts",
          clicks > pulses ? .violated : .passed, "\(clicks.words) detections of \(pulses.words) pulses"))
    }
    return list
  }

  /// Totals that were counted by themselves.
  private static func totals(_ claim: ClaimFile) -> [Finding] {
    guard let total = claim.number(CountsKeys.testModeTotal.path),
      let cells = claim.numbers(CountsKeys.testModeSuccesses.path)
    else { return [] }
    let sum = cells.reduce(0, +)
    return [
      Finding(
        "test_mode_total", "counts.test_mode_total is the sum of counts.test_mode_successes", expected: sum,
        observed: total, unit: "counts", residual: total - sum, total == sum ? .passed : .violated,
        "the matrix sums to \(sum.words), the total is \(total.words)")
    ]
  }

  /// What the claim says of its counts.
  private static func statements(_ claim: ClaimFile) -> [Finding] {
    var list: [Finding] = []
    let counts = ClaimCounts(claim)
    let statement = claim.statement
    if let stated = statement.siftedBits, let sifted = counts.siftedBits, claim.family.traits.countsClicks {
      let isWrong = abs(stated - sifted) > rounding * sifted
      list.append(
        Finding(
          "sifted_bits", "the counts add up to claim.sifted_bits", expected: sifted, observed: stated, unit: "bit",
          residual: stated / max(sifted, 1) - 1, isWrong ? .violated : .passed,
          "the counts of the key basis add up to \(sifted.words), the claim says \(stated.words)"))
    }
    if let stated = statement.errorRate, let n = counts.siftedBits, let m = counts.errors, n > 0 {
      let rate = m / n
      let allowance = max(0.05 * rate, 5 * Double.sqrt(max(m, 1)) / n)
      let isWrong = abs(stated - rate) > allowance
      list.append(
        Finding(
          "error_rate", "the counts have claim.error_rate", expected: rate, observed: stated,
          residual: (stated - rate) / allowance, isWrong ? .violated : .passed,
          "the counts have an error rate of \(rate.words), the claim says \(stated.words)"))
    }
    return list
  }
}
