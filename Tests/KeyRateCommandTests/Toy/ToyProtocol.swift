// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// A protocol for tests: BB84 with weak coherent pulses, no decoys and infinitely many data.
enum Toy {
  /// Link, receiver and error correction.
  struct Setup {
    var channel: Transmittance
    var efficiency: Double
    var darkCounts: Double
    var misalignment: Double
    var errorCorrectionEfficiency: Double

    /// The result for a mean photon number.
    func key(mu: Double) -> SecretKeyRate {
      let light = -Double.expMinusOne(-mu * channel.value * efficiency)
      let gain = light + darkCounts * (1 - light)
      let error = (misalignment * light + darkCounts * (1 - light) / 2) / gain
      let single = gain - (-Double.expMinusOne(-mu) - mu * Double.exp(-mu))
      let secret = single > 0 ? single * binaryEntropyComplement(min(0.5, error * gain / single)) : 0
      let raw = (secret - gain * errorCorrectionEfficiency * binaryEntropy(min(0.5, error))) / 2
      return SecretKeyRate(
        analysis: AnalysisDescription(
          calculation: "toy.asymptotic", title: "Toy protocol", options: [], status: .planning,
          statusReasons: ["asymptotic"]),
        ratePerPulse: max(0, raw), rawRatePerPulse: raw,
        reasonForZero: raw > 0 ? nil : ReasonForZero(.multiphotonExplainsAll),
        trace: [Quantities.gain(gain), Quantities.error(error), Quantities.single(single)],
        assumptions: ["phases are random"])
    }
  }

  enum Quantities {
    static let gain = Quantity(.channel, "Q", "gain", .expectation, "TOY-1")
    static let error = Quantity(
      .channel, "E", "error rate", .expectation, "TOY-2", column: .init("error_rate"), role: .errorRate)
    static let single = Quantity(.estimation, "s", "detections of single photons", .lowerBound, "TOY-3")
  }

  struct SearchSpace: SearchedSpace {
    static let intensity = SearchSetting(
      "mu", "mean photons per pulse", .intensity(least: 1e-4, most: 1), key: "toy_intensity", range: "toy_intensity")
    let box: SearchCoordinates

    init(_ given: Double?, ranges: SearchRanges = SearchRanges()) {
      var box = SearchDeclaration(ranges)
      let bounds = SearchBounds.range(box.own(Self.intensity), usual: 1e-4...1)
      _ = box.add(Self.intensity, given: given, named: "intensity", .fixed(bounds))
      self.box = SearchCoordinates(box)
    }

    func problem(_ setup: Setup) -> SearchProblem {
      box.problem(starts: [box.point(for: [(0, setup.channel.value)])]) { [box] in
        setup.key(mu: box.values(at: $0)[0]).rawRatePerPulse ?? 0
      }
    }
  }
}
