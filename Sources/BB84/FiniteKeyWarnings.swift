// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension FiniteKey {
  /// What a careful reader should know about counts and options.
  static func warnings(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ e: DecoyEstimate<Double>
  ) -> [String] {
    var list: [String] = []
    if e.contradicts, !e.isRefused {
      list.append(
        "no photon numbers give these counts with these settings (BB-47, BB-48, BB-49); proof sound refuses them")
    }
    list += errorWarnings(counts, options)
    list += leakageWarnings(options, e)
    list += orderWarnings(counts, settings)
    list += excessWarnings(counts, settings)
    if case .limGamma = options.sampling, counts.testErrors.total == 0 {
      list.append("lim-gamma gives no phase errors at all when none were seen; it is not sound there")
    }
    if case .exact = options.sampling,
      counts.keyDetections.total + counts.testDetections.total > SamplingBound.exactLimit
    {
      list.append("blocks above 1e8 rounds: sampling = exact falls back to kl where the sample is that large")
    }
    return list
  }

  private static func errorWarnings(_ counts: Observations, _ options: FiniteKeyOptions) -> [String] {
    var list: [String] = []
    let n = counts.keyDetections.total
    let m = counts.allKeyErrors
    guard n > 0 else { return [] }
    if m / n > 0.5 {
      list.append("more than half of the key bits differ: are Bob's bits inverted?")
    } else if m / n > 0.11 {
      list.append("the error rate of the key basis is \(100 * m / n) %, above 11 %")
    }
    if case .estimated = options.leakage, m == 0 {
      list.append("no errors in the key basis: the estimated leakage is 0; give the measured leakage")
    }
    if counts.testErrors.total == 0, counts.testDetections.total * m / n > 20 {
      list.append(
        "no errors in the test basis where \((counts.testDetections.total * m / n).rounded()) would match the key basis: were they forgotten?"
      )
    }
    return list
  }

  /// A stated leakage against what the errors allow (BB-35b).
  private static func leakageWarnings(_ options: FiniteKeyOptions, _ e: DecoyEstimate<Double>) -> [String] {
    guard case .measured(let bits) = options.leakage, let rule = e.shannon else { return [] }
    if let warning = rule.warning(stated: bits, classes: "intensity") { return [warning] }
    return bits < 1.02 * rule.patternBits
      ? ["remark: error correction announced \(ShannonRule.whole(bits)) bits, less than any known code needs"] : []
  }

  /// Gains must fall with the intensity; a different order means exchanged columns.
  private static func orderWarnings(_ counts: Observations, _ settings: Settings) -> [String] {
    var list: [String] = []
    let mu = settings.intensities.list
    for (name, detections) in [("nX", counts.keyDetections.list), ("nZ", counts.testDetections.list)] {
      let gains = zip(detections, settings.probabilities.list).map { $0 / $1 }
      for k in 1..<max(1, min(gains.count, mu.count)) where gains[k] > gains[k - 1] {
        list.append(
          "\(name)[\(k + 1)] per pulse sent is larger than \(name)[\(k)] although its intensity is lower: are columns exchanged?"
        )
      }
    }
    return list
  }

  /// More detections of an intensity than pulses were sent for them, beyond chance.
  private static func excessWarnings(_ counts: Observations, _ settings: Settings) -> [String] {
    guard counts.origin == .measured, let pulses = counts.pulses else { return [] }
    let (alice, bob) = (settings.keyBasisProbability, settings.bobKeyBasisProbability)
    let classes = [
      ("nX", counts.keyDetections.list, alice * bob), ("nZ", counts.testDetections.list, (1 - alice) * (1 - bob)),
    ]
    return classes.flatMap { name, detections, share in
      zip(detections, settings.probabilities.list).enumerated().compactMap { k, cell in
        let sent = pulses * share * cell.1
        // Chernoff: an upper tail of 1e-10 of the pulses sent in the class.
        let most = sent + 23.1 + (2 * 23.1 * sent).squareRoot()
        guard settings.knowsBases, cell.0 > most else { return nil }
        return
          "\(name)[\(k + 1)] = \(cell.0) exceeds the \(sent) pulses that were sent in its class: are N, p_mu and pX right?"
      }
    }
  }
}
