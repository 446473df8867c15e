// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The counts of a run with entangled pairs, measured or expected: the only thing an analysis sees of a link.
package struct PairCounts: Sendable, Equatable {
  /// Where the counts come from.
  package enum Origin: String, Sendable {
    /// Counted in a run.
    case measured
    /// Expected from a channel model.
    case expected
  }

  /// Rounds of one kind and the errors among them.
  package struct Sample: Sendable, Equatable {
    /// Rounds.
    package var rounds: Double
    /// Rounds in which the bits differ.
    package var errors: Double

    /// Makes a sample.
    package init(rounds: Double, errors: Double) {
      self.rounds = rounds
      self.errors = errors
    }
  }

  /// The samples, by how key is made (PH-12).
  package enum Samples: Sendable, Equatable {
    /// nX, mX and nZ, mZ.
    case one(key: Sample, test: Sample)
    /// n, m and k, v: both bases together.
    case pooled(key: Sample, test: Sample)
    /// nX, mX, nZ, mZ and the disclosed kX, vX, kZ, vZ.
    case both(keyX: Sample, keyZ: Sample, testX: Sample, testZ: Sample)

    /// How key is made.
    package var keyMode: PairKeyMode {
      switch self {
      case .one: .one
      case .pooled: .pooled
      case .both: .both
      }
    }
  }

  /// The samples.
  package var samples: Samples
  /// N: pump pulses; nil if unknown or not pulsed.
  package var pulses: Double?
  /// How long the run took, in seconds; nil if unknown.
  package var durationSeconds: Double?
  /// Measured or expected.
  package var origin: Origin

  /// Gathers counts.
  package init(samples: Samples, pulses: Double? = nil, durationSeconds: Double? = nil, origin: Origin) {
    self.samples = samples
    self.pulses = pulses
    self.durationSeconds = durationSeconds
    self.origin = origin
  }

  /// The key rounds with the disclosed rounds that bound their phase errors.
  var parts: [(key: Sample, test: Sample)] {
    switch samples {
    case .one(let key, let test), .pooled(let key, let test): [(key, test)]
    // Phase errors of X rounds are Z errors, and the other way round.
    case .both(let keyX, let keyZ, let testX, let testZ): [(keyX, testZ), (keyZ, testX)]
    }
  }

  /// Symbols of the sheet for every sample: detections and errors.
  var named: [(rounds: String, errors: String, sample: Sample)] {
    switch samples {
    case .one(let key, let test): [("nX", "mX", key), ("nZ", "mZ", test)]
    case .pooled(let key, let test): [("n", "m", key), ("k", "v", test)]
    case .both(let keyX, let keyZ, let testX, let testZ):
      [("nX", "mX", keyX), ("nZ", "mZ", keyZ), ("kX", "vX", testX), ("kZ", "vZ", testZ)]
    }
  }

  /// Refuses counts that cannot be: negative, fractional (if measured), more errors than rounds, more rounds than
  /// pulses.
  ///
  /// - Throws: `InputError` naming the count.
  package func validate() throws(InputError) {
    let most = origin == .measured ? 1e18 : Double.greatestFiniteMagnitude
    var all = 0.0
    for entry in named {
      for (name, value) in [(entry.rounds, entry.sample.rounds), (entry.errors, entry.sample.errors)] {
        guard value >= 0, value <= most else {
          throw InputError(name, value, allowed: "must be a count between 0 and 1e18")
        }
        if origin == .measured, value != value.rounded() {
          throw InputError(
            name, value, allowed: "must be a whole number", hint: "give the counts of the run, not rates or averages")
        }
      }
      guard entry.sample.errors <= entry.sample.rounds else {
        throw InputError(
          entry.errors, entry.sample.errors, allowed: "cannot exceed \(entry.rounds) = \(entry.sample.rounds)",
          hint: "errors are a part of the rounds; were the two exchanged?")
      }
      all += entry.sample.rounds
    }
    if let durationSeconds { try require(durationSeconds, "duration_s", in: 0...1e12, excludingLower: true) }
    guard let pulses else { return }
    try require(pulses, "N", in: 0...most, excludingLower: true)
    if origin == .measured, all > pulses {
      throw InputError(
        "N", pulses, allowed: "cannot be below the \(all) coincidences",
        hint: "N counts every pump pulse, with or without clicks")
    }
  }
}
