// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The counts of three-state BB84: key states |0⟩ and |1⟩, test state |+⟩ only (bb84 sheet, section 5b).
package struct ThreeStateCounts: Sendable, Equatable {
  /// n_X and m_X; as test detections t_P + t_M, both bases the test basis, and as their errors t_M.
  package var observations: Observations
  /// k_P: sent in the key basis, measured in the test basis, outcome +, for each intensity.
  package var mixedPlus: ByIntensity<Double>

  /// Gathers counts.
  ///
  /// - Parameters:
  ///   - testPlus: t_P: sent and measured in the test basis, outcome +.
  ///   - testMinus: t_M: the same with outcome −, the errors.
  package init(
    keyDetections: ByIntensity<Double>, keyErrors: ByIntensity<Double>, testPlus: ByIntensity<Double>,
    testMinus: ByIntensity<Double>, mixedPlus: ByIntensity<Double>, pulses: Double?, origin: Observations.Origin,
    keyErrorTotal: Double? = nil
  ) {
    let weakest = testPlus.weakest.flatMap { p in testMinus.weakest.map { p + $0 } }
    observations = Observations(
      keyDetections: keyDetections, keyErrors: keyErrors,
      testDetections: ByIntensity(testPlus.signal + testMinus.signal, testPlus.decoy + testMinus.decoy, weakest),
      testErrors: testMinus, pulses: pulses, origin: origin, keyErrorTotal: keyErrorTotal)
    self.testPlus = testPlus
    self.mixedPlus = mixedPlus
  }

  /// t_P for each intensity.
  package var testPlus: ByIntensity<Double>
  /// t_M for each intensity.
  package var testMinus: ByIntensity<Double> { observations.testErrors }

  /// Refuses counts that cannot be.
  ///
  /// - Throws: `InputError` naming the count.
  package func validate() throws(InputError) {
    try observations.validate()
    let lists = [("tP", testPlus), ("kP", mixedPlus)]
    for (name, values) in lists {
      guard values.count == observations.keyDetections.count else {
        throw InputError(name, value: "\(values.list)", allowed: "must have one count for each intensity")
      }
      for (k, value) in values.list.enumerated() {
        try require(value, "\(name)[\(k + 1)]", in: 0...1e18)
        guard observations.origin == .expected || value == value.rounded() else {
          throw InputError("\(name)[\(k + 1)]", value, allowed: "must be a whole number")
        }
      }
    }
    if let pulses = observations.pulses, observations.origin == .measured {
      let all = observations.keyDetections.total + observations.testDetections.total + mixedPlus.total
      guard all <= pulses else {
        throw InputError("N", pulses, allowed: "cannot be below the \(all) detections of all classes")
      }
    }
  }

  /// Expected counts of a link (BB-9, BB-76): the class of mixed bases has the gains of the test basis, half of them +.
  package static func expected(_ setup: Setup, _ settings: Settings, block: BlockSize) -> ThreeStateCounts {
    let counts = Simulation.observations(setup, settings, block: block)
    let alice = settings.keyBasisProbability
    let share = alice < 1 ? alice / (1 - alice) / 2 : 0
    let (n, m) = (counts.testDetections, counts.testErrors)
    let weakest = n.weakest.flatMap { all in m.weakest.map { all - $0 } }
    return ThreeStateCounts(
      keyDetections: counts.keyDetections, keyErrors: counts.keyErrors,
      testPlus: ByIntensity(n.signal - m.signal, n.decoy - m.decoy, weakest), testMinus: m,
      mixedPlus: n.map { $0 * share }, pulses: counts.pulses, origin: .expected)
  }
}
