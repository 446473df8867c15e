// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// The receiver as the worst channel of a region is evaluated with it: η', v' and what known electronic noise tells
/// (CV-11, CV-91).
package struct EffectiveReceiver<S: Scalar>: Sendable {
  /// How much Eve learns from electronic noise whose values she knows.
  enum KnownNoise: Sendable {
    /// She knows none.
    case none
    /// I(b:n) of Gaussian outcomes (CV-11a) with this v_el.
    case gaussian(S)
    /// log2(1 + v), right for any outcomes behind a vacuum of at least one unit (CV-94).
    case anyOutcomes(S)
  }

  /// η'.
  let efficiency: S
  /// v'.
  let electronic: S
  /// What she learns besides.
  let known: KnownNoise

  init(efficiency: S, electronic: S, known: KnownNoise) {
    self.efficiency = efficiency
    self.electronic = electronic
    self.known = known
  }

  /// The receiver with an exactly calibrated unit.
  init(_ setup: QuadratureSetup, bounded: Bool = false) {
    self.init(setup, electronic: S(setup.electronicNoise), known: S(setup.electronicNoise), bounded: bounded)
  }

  /// The receiver of a trust level.
  ///
  /// - Parameters:
  ///   - electronic: v_el as trusted noise: its lower end.
  ///   - known: v_el as noise that Eve knows: its upper end.
  ///   - bounded: whether outcomes need not be Gaussian.
  init(_ setup: QuadratureSetup, electronic: S, known: S, bounded: Bool) {
    let isKnown = setup.trust == .knownNoise && known.highest > 0
    self.init(
      efficiency: setup.trust == .untrusted ? S.one : S(setup.detectorEfficiency),
      electronic: setup.trust == .trusted ? electronic : S.zero,
      known: !isKnown ? .none : (bounded ? .anyOutcomes(known) : .gaussian(known)))
  }

  /// The same in another number type.
  func map<R: Scalar>(_ change: (S) -> R) -> EffectiveReceiver<R> {
    let other: EffectiveReceiver<R>.KnownNoise
    switch known {
    case .none: other = .none
    case .gaussian(let v): other = .gaussian(change(v))
    case .anyOutcomes(let v): other = .anyOutcomes(change(v))
    }
    return EffectiveReceiver<R>(efficiency: change(efficiency), electronic: change(electronic), known: other)
  }

  /// δ_kn at T and w in the picture of the trust level.
  func knownNoiseInformation(_ detection: Detection, modulation va: S, transmittance tau: S, noise w: S) -> S {
    let k = S(detection.quadratures)
    switch known {
    case .none: return S.zero
    case .anyOutcomes(let v): return S.log2(onePlus: v)
    case .gaussian(let v): return k / S(2) * S.log2(onePlus: v / (efficiency / k * (tau * va + w) + S.one))
    }
  }
}
