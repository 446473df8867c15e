// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// What the operator of BB84 without decoys chooses.
package struct PhotonSettings: Sendable, Equatable {
  /// t: transmittance of an attenuator between the characterised plane and the channel; 1 with coherent pulses.
  package var preAttenuation: Double
  /// pX_A: the probability that Alice sends in the key basis.
  package var keyBasisProbability: Double
  /// pX_B: the probability that Bob measures in the key basis.
  package var bobKeyBasisProbability: Double

  /// Makes settings; Bob chooses as Alice does unless told otherwise.
  package init(preAttenuation: Double = 1, keyBasisProbability: Double = 0.5, bobKeyBasisProbability: Double? = nil) {
    self.preAttenuation = preAttenuation
    self.keyBasisProbability = keyBasisProbability
    self.bobKeyBasisProbability = bobKeyBasisProbability ?? keyBasisProbability
  }

  /// Refuses settings out of range.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    try require(preAttenuation, "t", in: 0...1)
    try require(keyBasisProbability, "pX", in: 0...1)
    try require(bobKeyBasisProbability, "pX_bob", in: 0...1)
  }
}
