// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading

/// Reads the noise of single-photon detectors in the same way for every family.
enum DarkCountReading {
  /// Refuses a rate that can only be a probability.
  static func refuseProbability(
    _ rate: Double?, _ key: Key<Double>, _ reader: DocumentReader, hint: String = "give counts per second"
  ) {
    guard let rate, rate > 0, rate < 1e-4 else { return }
    reader.refuse(
      key, "must be 0 or at least 0.0001 counts per second", hint: "is this a probability per gate? \(hint)")
  }

  /// Dark counts per detector and gate, from a probability or from a rate with the gate's length.
  static func probability(_ reader: DocumentReader) -> Double {
    let probability = DetectorKeys.darkCountProbability
    let rateKey = DetectorKeys.darkCountRateHz
    guard reader.atMostOne(of: [probability, rateKey])?.path == rateKey.path else {
      if reader.gives(DetectorKeys.gateS), !reader.gives(rateKey) {
        reader.refuse(DetectorKeys.gateS, "goes with detector.dark_count_rate_hz")
      }
      return reader[probability]
    }
    let rate = reader.ifGiven(rateKey) ?? 0
    refuseProbability(rate, rateKey, reader, hint: "give detector.dark_count_probability")
    let clock = reader.ifGiven(SourceKeys.repetitionRateHz)
    guard let gate = reader.ifGiven(DetectorKeys.gateS) ?? clock.map({ 1 / $0 }) else {
      // A gate out of its range has been reported by itself.
      if reader.gives(DetectorKeys.gateS) || reader.gives(SourceKeys.repetitionRateHz) { return 0 }
      reader.refuse(
        rateKey, "needs detector.gate_s or source.repetition_rate_hz",
        hint: "a rate becomes a probability per gate only with the gate's length")
      return 0
    }
    // A tenth beyond the period is rounding of a stated clock.
    if let clock, gate * clock > 1.1 {
      reader.refuse(
        DetectorKeys.gateS,
        "cannot be longer than the clock period of \(LogarithmicSpacing.rounded(1 / clock).plain) s",
        hint: "in seconds: 100 ps is 1e-10")
    }
    return DarkCounts.probability(ratePerSecond: rate, gateSeconds: gate)
  }
}
