// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// The channel and receiver as Holevo quantities see them: the primed quantities of CV-11.
struct ReceiverView<S: Scalar>: Sendable {
  /// T'.
  let transmittance: S
  /// w'.
  let noise: S
  /// η'.
  let efficiency: S
  /// v'.
  let electronic: S
  /// κ.
  let detection: Detection

  /// Gives Eve of the receiver what the trust level says.
  ///
  /// - Parameters:
  ///   - transmittance: T of the channel; above 1 if Eve amplifies.
  ///   - noise: w at the channel output.
  ///   - setup: the receiver.
  init(transmittance tau: S, noise w: S, _ setup: QuadratureSetup) {
    detection = setup.detection
    let eta = S(setup.detectorEfficiency)
    let v = S(setup.electronicNoise)
    let k = S(setup.detection.quadratures)
    switch setup.trust {
    case .trusted:
      (transmittance, noise, efficiency, electronic) = (tau, w, eta, v)
    case .knownNoise:
      (transmittance, noise, efficiency, electronic) = (tau, w, eta, S.zero)
    case .trustedLoss:
      (transmittance, noise, efficiency, electronic) = (tau, w + k * v / eta, eta, S.zero)
    case .untrusted:
      (transmittance, noise, efficiency, electronic) = (eta * tau, eta * w + k * v, S.one, S.zero)
    }
  }

  /// The primed quantities as they are.
  init(effective tau: S, noise w: S, efficiency: S, electronic: S, detection: Detection) {
    transmittance = tau
    noise = w
    self.efficiency = efficiency
    self.electronic = electronic
    self.detection = detection
  }
}

extension QuadratureSetup {
  /// The same receiver, the channel replaced by an estimate.
  func view<S: Scalar>(transmittance tau: S, noise w: S) -> ReceiverView<S> {
    ReceiverView(transmittance: tau, noise: w, self)
  }

  /// κ-fold electronic noise known to Eve: I(b:n) = (κ/2) log2 [V_b / (V_b − v_el)], V_b = (η_d/κ)(T V_A + w) + 1 + v_el
  /// (CV-11a); zero at the other trust levels and in direct reconciliation.
  func knownNoiseInformation<S: Scalar>(modulation va: S, transmittance tau: S, noise w: S) -> S {
    guard trust == .knownNoise, reconciliation == .reverse, electronicNoise > 0 else { return S.zero }
    let k = S(detection.quadratures)
    let rest = S(detectorEfficiency) / k * (tau * va + w) + S.one
    return k / S(2) * S.log2(onePlus: S(electronicNoise) / rest)
  }
}
