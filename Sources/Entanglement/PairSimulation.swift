// SPDX-License-Identifier: GPL-3.0-or-later

/// The size of a block of coincidences.
package enum PairBlock: Sendable, Equatable {
  /// N pump pulses; for a pulsed pump.
  case pulses(Double)
  /// A duration in seconds; for a continuous pump.
  case seconds(Double)
}

/// Expected observations of a link with entangled pairs: the simulation half of the family.
package enum PairSimulation {
  /// Expected counts of a block (PH-18), real-valued.
  package static func counts(_ setup: PairSetup, _ settings: PairSettings, block: PairBlock) -> PairCounts {
    let seen = setup.observables(settings.brightness)
    switch block {
    case .pulses(let n):
      return counts(
        coincidences: n * seen.coincidences, errorRate: seen.errorRate, testErrorRate: seen.testErrorRate, settings,
        pulses: n)
    case .seconds(let duration):
      return counts(
        coincidences: duration * seen.coincidences, errorRate: seen.errorRate, testErrorRate: seen.testErrorRate,
        settings, durationSeconds: duration)
    }
  }

  /// Expected counts of so many coincidences with given error rates.
  ///
  /// - Parameters:
  ///   - coincidences: C, all basis combinations.
  ///   - errorRate: E in the key basis.
  ///   - testErrorRate: E in the test basis.
  package static func counts(
    coincidences: Double, errorRate: Double, testErrorRate: Double, _ settings: PairSettings, pulses: Double? = nil,
    durationSeconds: Double? = nil
  ) -> PairCounts {
    let x = coincidences * settings.keyBasisProbability * settings.bobKeyBasisProbability
    let z = coincidences * (1 - settings.keyBasisProbability) * (1 - settings.bobKeyBasisProbability)
    let r = settings.testFraction
    func sample(_ rounds: Double, _ rate: Double) -> PairCounts.Sample {
      PairCounts.Sample(rounds: rounds, errors: rounds * rate)
    }
    func pooled(_ share: Double) -> PairCounts.Sample {
      PairCounts.Sample(rounds: share * (x + z), errors: share * (x * errorRate + z * testErrorRate))
    }
    let samples: PairCounts.Samples =
      switch settings.keyMode {
      case .one: .one(key: sample(x, errorRate), test: sample(z, testErrorRate))
      case .pooled: .pooled(key: pooled(1 - r), test: pooled(r))
      case .both:
        .both(
          keyX: sample((1 - r) * x, errorRate), keyZ: sample((1 - r) * z, testErrorRate),
          testX: sample(r * x, errorRate), testZ: sample(r * z, testErrorRate))
      }
    return PairCounts(samples: samples, pulses: pulses, durationSeconds: durationSeconds, origin: .expected)
  }
}
