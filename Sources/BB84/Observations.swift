// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The counts of a run, measured or expected: the only thing an analysis sees of a link.
///
/// Key basis X, test basis Z. Expected counts are real numbers and are not rounded.
package struct Observations: Sendable, Equatable {
  /// Where the counts come from.
  package enum Origin: String, Sendable {
    /// Counted in a run.
    case measured
    /// Expected from a channel model.
    case expected
  }

  /// n_X: detections in the key basis, for each intensity.
  package var keyDetections: ByIntensity<Double>
  /// m_X: errors among them; zeros where only ``keyErrorTotal`` is known.
  package var keyErrors: ByIntensity<Double>
  /// m_X of all intensities together, where the errors of each are not known (BB-33, BB-40); nil otherwise.
  package var keyErrorTotal: Double?
  /// n_Z: detections in the test basis, for each intensity.
  package var testDetections: ByIntensity<Double>
  /// m_Z: errors among them.
  package var testErrors: ByIntensity<Double>
  /// N: pulses sent, all intensities and bases; nil if unknown.
  package var pulses: Double?
  /// Measured or expected.
  package var origin: Origin

  /// Gathers counts.
  package init(
    keyDetections: ByIntensity<Double>, keyErrors: ByIntensity<Double>, testDetections: ByIntensity<Double>,
    testErrors: ByIntensity<Double>, pulses: Double?, origin: Origin, keyErrorTotal: Double? = nil
  ) {
    self.keyDetections = keyDetections
    self.keyErrors = keyErrors
    self.testDetections = testDetections
    self.testErrors = testErrors
    self.pulses = pulses
    self.origin = origin
    self.keyErrorTotal = keyErrorTotal
  }

  /// m_X of all intensities.
  package var allKeyErrors: Double { keyErrorTotal ?? keyErrors.total }

  /// The rule on a stated leakage: the intensities are the classes that a decoder can tell apart; one class where only
  /// the total of errors is known (BB-35b).
  package func shannonRule(correctness: Double) -> ShannonRule {
    if let total = keyErrorTotal {
      return ShannonRule([.init(rounds: keyDetections.total, errors: total)], correctness: correctness)
    }
    return ShannonRule(
      zip(keyDetections.list, keyErrors.list).map { .init(rounds: $0, errors: $1) }, correctness: correctness)
  }

  /// Refuses counts that cannot be: negative, fractional (if measured), more errors than
  /// detections, more detections than pulses, a wrong number of intensities.
  ///
  /// - Throws: `InputError` naming the count.
  package func validate() throws(InputError) {
    let intensities = keyDetections.count
    let lists = [
      ("nX", keyDetections), ("mX", keyErrors), ("nZ", testDetections), ("mZ", testErrors),
    ]
    for (name, values) in lists {
      guard values.count == intensities else {
        throw InputError(
          name, value: "\(values.list)", allowed: "must have one count for each of the \(intensities) intensities")
      }
      for (k, value) in values.list.enumerated() {
        let label = "\(name)[\(k + 1)]"
        guard value >= 0, value <= (origin == .measured ? 1e18 : Double.greatestFiniteMagnitude) else {
          throw InputError(label, value, allowed: "must be a count between 0 and 1e18")
        }
        if origin == .measured, value != value.rounded() {
          throw InputError(
            label, value, allowed: "must be a whole number",
            hint: "give the counts of the run, not rates or averages")
        }
      }
    }
    for (n, m, detections, errors) in [
      (keyDetections, keyErrors, "nX", "mX"), (testDetections, testErrors, "nZ", "mZ"),
    ] {
      for (k, pair) in zip(n.list, m.list).enumerated() where pair.1 > pair.0 {
        throw InputError(
          "\(errors)[\(k + 1)]", pair.1, allowed: "cannot exceed the detections \(detections)[\(k + 1)] = \(pair.0)",
          hint: "errors are a part of the detections; were the two lists exchanged?")
      }
    }
    if let total = keyErrorTotal {
      try require(total, "mX_total", in: 0...1e18)
      guard total <= keyDetections.total else {
        throw InputError(
          "mX_total", total, allowed: "cannot exceed the detections of the key basis, \(keyDetections.total)",
          hint: "errors are a part of the detections")
      }
      guard origin == .expected || total == total.rounded() else {
        throw InputError("mX_total", total, allowed: "must be a whole number")
      }
    }
    if let pulses {
      guard origin == .expected || pulses == pulses.rounded() else {
        throw InputError(
          "N", pulses, allowed: "must be a whole number",
          hint: "every pulse sent, all intensities and bases; not a rate times a time")
      }
      // Expected blocks may need any number of pulses: that many are a result, not a slip.
      let most = origin == .measured ? 1e18 : Double.greatestFiniteMagnitude
      try require(pulses, "N", in: 0...most, excludingLower: true)
      let all = keyDetections.total + testDetections.total
      // Expected counts carry after-pulses, which the models add as extra clicks.
      if origin == .measured, all > pulses {
        throw InputError(
          "N", pulses, allowed: "cannot be below the \(all) detections of both bases",
          hint: "N counts every pulse sent, all intensities and bases")
      }
    }
  }
}

extension Quantities {
  static let pulses = Quantity(.observations, "N", "pulses sent", .input, unit: "pulse")

  /// A count of the lists nX, mX, nZ, mZ as a model expects it (BB-9), by the number of its intensity.
  static func count(_ list: (symbol: String, meaning: String), _ k: String) -> Quantity {
    Quantity(
      .observations, "\(list.symbol)[\(k)]", "\(list.meaning), intensity \(k)", .expectation, "BB-9", unit: "counts")
  }
  static let keyErrorTotal = Quantity(
    .observations, "mX", "errors, key basis, all intensities", .input, unit: "counts")
  static let countLists = [
    ("nX", "detections, key basis"), ("mX", "errors, key basis"), ("nZ", "detections, test basis"),
    ("mZ", "errors, test basis"),
  ]

  static var counts: [Quantity] {
    [pulses] + countLists.flatMap { [count($0, "‹k›"), count($0, "‹k›").given] } + [keyErrorTotal]
  }
}

extension Observations {
  /// The counts, for the trace of a result.
  ///
  /// - Parameter secret: what to say of the errors of the key basis where they must not leave the laboratories.
  func trace(secret: String?) -> [TraceEntry] {
    let lists = zip(Quantities.countLists, [keyDetections, keyErrors, testDetections, testErrors])
    let counts = lists.flatMap { list, values -> [TraceEntry] in
      if list.0 == "mX", let total = keyErrorTotal { return [Quantities.keyErrorTotal(total, note: secret)] }
      return values.list.enumerated().map { k, value in
        let expected = Quantities.count(list, "\(k + 1)")
        return (origin == .measured ? expected.given : expected)(value, note: list.0 == "mX" ? secret : nil)
      }
    }
    guard let pulses else { return counts }
    return [Quantities.pulses(pulses)] + counts
  }
}
