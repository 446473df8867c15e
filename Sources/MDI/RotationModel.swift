// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// Model M2: each arm rotated by an angle of its own, exactly (mdi sheet, section 2.3).
enum RotationModel {
  /// Equidistant phases of the average over the two lasers; the trapezoidal rule converges
  /// exponentially for a periodic function.
  private static let phases = 64

  private static let cosines: [(cos: Double, sin: Double)] = (0..<phases).map {
    let phi = 2 * Double.pi * Double($0) / Double(phases)
    return (Double.cos(phi), Double.sin(phi))
  }

  /// A successful pattern: the detectors that click, and whether it is announced as Ψ+.
  private struct Pattern {
    let first: Int
    let second: Int
    let isPlus: Bool
  }

  /// Detectors in the order cH, cV, dH, dV.
  private static let patterns = [
    Pattern(first: 0, second: 1, isPlus: true), Pattern(first: 2, second: 3, isPlus: true),
    Pattern(first: 0, second: 3, isPlus: false), Pattern(first: 2, second: 1, isPlus: false),
  ]

  private static func isError(_ basis: Basis, equalBits: Bool, isPlus: Bool) -> Bool {
    switch basis {
    case .z: equalBits
    case .x: equalBits != isPlus
    }
  }

  /// The polarisations of the four bit pairs: base + bit π/2 + θ.
  private static func angles(_ basis: Basis, _ bit: Int, _ theta: Double) -> (cos: Double, sin: Double) {
    let psi = (basis == .x ? Double.pi / 4 : 0) + theta
    let c = Double.cos(psi)
    let s = Double.sin(psi)
    // A quarter turn by exchange, so that a rotation of 0 in Z is exact.
    return bit == 0 ? (c, s) : (-s, c)
  }

  /// Q and T of coherent pulses for both Bell states (MDI-11, MDI-12).
  static func response(
    _ basis: Basis, _ light: PerParty<Double>, dark pd: Double, rotations: PerParty<Double>
  ) -> Response {
    let q = 1 - pd
    let alpha = light.alice.squareRoot()
    let beta = light.bob.squareRoot()
    var result = Response.none
    for bitA in 0...1 {
      let a = angles(basis, bitA, rotations.alice)
      for bitB in 0...1 {
        let b = angles(basis, bitB, rotations.bob)
        for (cos, sin) in cosines {
          // |α ± β e^{iφ}|²/2 as a sum of squares: never below zero.
          func intensity(_ u: Double, _ v: Double) -> Double {
            let re = u + v * cos
            let im = v * sin
            return (re * re + im * im) / 2
          }
          let h = (alpha * a.cos, beta * b.cos)
          let v = (alpha * a.sin, beta * b.sin)
          let means = (
            intensity(h.0, h.1), intensity(v.0, v.1), intensity(h.0, -h.1), intensity(v.0, -v.1)
          )
          let n = (
            q * Double.exp(-means.0), q * Double.exp(-means.1), q * Double.exp(-means.2), q * Double.exp(-means.3)
          )
          func hit(_ mean: Double) -> Double { -Double.expMinusOne(-mean) + pd * Double.exp(-mean) }
          let k = (hit(means.0), hit(means.1), hit(means.2), hit(means.3))
          let plus = k.0 * k.1 * n.2 * n.3 + k.2 * k.3 * n.0 * n.1
          let minus = k.0 * k.3 * n.1 * n.2 + k.2 * k.1 * n.0 * n.3
          result.gain += plus + minus
          if isError(basis, equalBits: bitA == bitB, isPlus: true) { result.errorGain += plus }
          if isError(basis, equalBits: bitA == bitB, isPlus: false) { result.errorGain += minus }
        }
      }
    }
    let weight = 1 / Double(4 * phases)
    return Response(gain: result.gain * weight, errorGain: result.errorGain * weight)
  }

  /// Y11 and e11 Y11 of a single-photon pair for both Bell states (MDI-13).
  static func singlePhotonPair(
    _ basis: Basis, _ eta: PerParty<Double>, dark pd: Double, rotations: PerParty<Double>
  ) -> Response {
    let q = 1 - pd
    let root = 0.5.squareRoot()
    var result = Response.none
    for bitA in 0...1 {
      let a = angles(basis, bitA, rotations.alice)
      let u = [a.cos * root, a.sin * root, a.cos * root, a.sin * root]
      for bitB in 0...1 {
        let b = angles(basis, bitB, rotations.bob)
        let v = [b.cos * root, b.sin * root, -b.cos * root, -b.sin * root]
        for pattern in patterns {
          let i = pattern.first
          let j = pattern.second
          let cross = u[i] * v[j] + u[j] * v[i]
          let bunched = u[i] * u[i] * v[i] * v[i] + u[j] * u[j] * v[j] * v[j]
          let both = eta.alice * eta.bob * (cross * cross + 2 * pd * bunched)
          let onlyA = eta.alice * (1 - eta.bob) * pd * (u[i] * u[i] + u[j] * u[j])
          let onlyB = eta.bob * (1 - eta.alice) * pd * (v[i] * v[i] + v[j] * v[j])
          let none = (1 - eta.alice) * (1 - eta.bob) * pd * pd
          let p = q * q * (both + onlyA + onlyB + none) / 4
          result.gain += p
          if isError(basis, equalBits: bitA == bitB, isPlus: pattern.isPlus) { result.errorGain += p }
        }
      }
    }
    return result
  }
}
