// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension Link {
  /// A channel that takes some transmittances.
  ///
  /// - Parameters:
  ///   - transmittances: in [0, 1].
  ///   - weights: how often each of them occurs, in any unit; all equal if nil.
  /// - Throws: `InputError`.
  package init(fading transmittances: [Double], weights: [Double]? = nil) throws(InputError) {
    let weights = weights ?? Array(repeating: 1, count: transmittances.count)
    guard !transmittances.isEmpty, weights.count == transmittances.count else {
      throw InputError(
        "weights", value: "\(weights.count) values", allowed: "must be as many as T_samples, at least one")
    }
    for tau in transmittances { try require(tau, "T_samples", in: 0...1) }
    for weight in weights { try require(weight, "weights", in: 0...1e12) }
    try require(
      weights.reduce(0, +), "weights", in: 0...1e300, excludingLower: true, hint: "they cannot all be 0")
    var samples: [Sample] = []
    for (tau, weight) in zip(transmittances, weights) {
      guard let channel = Transmittance(tau) else {
        throw InputError("T_samples", tau, allowed: "must be between 0 and 1")
      }
      samples.append(.init(weight: weight, .init(channel)))
    }
    try self.init(samples)
  }
}
