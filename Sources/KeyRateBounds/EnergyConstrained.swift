// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import RealModule

/// Limits for a mean photon number per mode (bounds sheet, BND-7 to BND-10).
///
/// Asymptotic and from memory of the sources, re-derived: for comparison and planning, no verdict.
package enum EnergyConstrained {
  /// g(x) = (x+1) log2(x+1) − x log2 x, the entropy of a thermal mode with x photons.
  package static func thermalEntropy(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    return (Double.log(onePlus: x) + x * Double.log(onePlus: 1 / x)) / PureLoss.naturalLogOfTwo
  }

  /// g(a + d) − g(a) for a, d ≥ 0 without cancellation (BND-10 and its rule for doubles).
  static func entropyDifference(from a: Double, by d: Double) -> Double {
    guard d > 0 else { return 0 }
    let b = a + d
    let nats: Double
    if a > 1e3 {
      let y = a + 0.5
      let z = b + 0.5
      // 1/y² − 1/z², factored so that nothing overflows.
      let squares = d / y / z * (1 / y + 1 / z)
      let fourths = squares * (1 / (y * y) + 1 / (z * z))
      nats = Double.log(onePlus: d / y) + squares / 24 + fourths / 320
    } else if d < 0.1 * a {
      // φ(u) = u − log1p(u), from the kernel's (1+u) ln(1+u) − u = u²/(…) without cancellation.
      nats = d * Double.log(onePlus: 1 / b) + a * excess(d / a) - (a + 1) * excess(d / (a + 1))
    } else {
      let last = a > 0 ? a * Double.log(onePlus: d / a) : 0
      nats = d * Double.log(onePlus: 1 / b) + (a + 1) * Double.log(onePlus: d / (a + 1)) - last
    }
    return nats / PureLoss.naturalLogOfTwo
  }

  /// u − ln(1+u) = (u² − φ(u)) / (1 + u) with φ(u) = (1+u) ln(1+u) − u.
  static func excess(_ u: Double) -> Double {
    (u * u - Double.relativeEntropyKernel(u)) / (1 + u)
  }

  /// g(N(1+η)/2) − g(N(1−η)/2): squashed entanglement (BND-7; Goodenough, Elkouss, Wehner 2016).
  package static func squashedUpper(_ eta: Transmittance, meanPhotons n: Double) -> Double {
    entropyDifference(from: n * (1 - eta.value) / 2, by: n * eta.value)
  }

  /// min(K(η), squashed bound) (BND-7).
  package static func upper(_ eta: Transmittance, meanPhotons n: Double) -> Double {
    Swift.min(PureLoss.repeaterless(eta), squashedUpper(eta, meanPhotons: n))
  }

  /// g(N) − g((1−η)N): reverse coherent information (BND-8), reached asymptotically by some code.
  package static func reverseCoherentLower(_ eta: Transmittance, meanPhotons n: Double) -> Double {
    entropyDifference(from: (1 - eta.value) * n, by: eta.value * n)
  }

  /// max(0, g(ηN) − g((1−η)N)): without feedback (BND-9).
  package static func unassistedPrivate(_ eta: Transmittance, meanPhotons n: Double) -> Double {
    let d = (2 * eta.value - 1) * n
    return d > 0 ? entropyDifference(from: (1 - eta.value) * n, by: d) : 0
  }
}
