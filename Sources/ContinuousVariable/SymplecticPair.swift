// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// The two symplectic eigenvalues of a two-mode matrix (a, b, c) from P = (a−1)(b+1) − c² and Q = (a+1)(b−1) − c²
/// (CV-13, CV-14): no difference of nearly equal numbers, and ν − 1 never by subtraction.
struct SymplecticPair<S: Scalar>: Sendable {
  /// P ≥ 0.
  let p: S
  /// Q ≥ 0.
  let q: S
  /// ν1 + ν2.
  let sum: S
  /// ν1 and ν2; ν1 belongs to Alice's side.
  let first, second: S
  /// ν1 − 1 and ν2 − 1.
  let firstExcess, secondExcess: S

  /// The eigenvalues that go with P and Q, both not negative.
  init(p: S, q: S) {
    self.p = p
    self.q = q
    let half = S(0.5)
    let determinant = S.one + half * (p + q)
    let d = half * (p - q)
    let s = S.sqrt(d * d + S(4) * determinant)
    sum = s
    // The smaller of the two as a quotient: as a difference it loses its digits at large modulation.
    if d.approximation >= 0 {
      first = half * (s + d)
      second = determinant / first
    } else {
      second = half * (s - d)
      first = determinant / second
    }
    firstExcess = p / (second + S.one)
    secondExcess = q / (first + S.one)
  }

  /// S(E) = G((ν1−1)/2) + G((ν2−1)/2) (CV-15).
  var entropy: S {
    ThermalEntropy.bits(S(0.5) * firstExcess) + ThermalEntropy.bits(S(0.5) * secondExcess)
  }

  /// S(E) − S(E|b) after a heterodyne measurement of the second mode (CV-16, CV-18), as two small differences.
  ///
  /// With g = b + χ_D: P3 = (1+χ_D) P/g, Q3 = (χ_D−1) Q/g, hence P − P3 = (b−1) P/g, Q − Q3 = (b+1) Q/g, and
  /// ν1 − ν3 = [(P−P3)(ν1+ν3+2) − (Q−Q3)((ν1−1)+(ν3−1))] / (2 (S0+S3)), ν2 − ν4 with P and Q exchanged (derived).
  ///
  /// - Parameters:
  ///   - y: b − 1.
  ///   - efficiency: η'.
  ///   - electronic: v'.
  func holevoHeterodyne(excess y: S, efficiency eta: S, electronic v: S) -> S {
    let two = S(2)
    let scale = eta * y + two * (S.one + v)
    let lostP = p * eta * y / scale
    let lostQ = q * eta * (two + y) / scale
    let after = SymplecticPair(
      p: two * (S.one + v) * p / scale, q: two * (S.one - eta + v) * q / scale)
    let both = two * (sum + after.sum)
    let gap1 =
      (lostP * (first + after.first + two) - lostQ * (firstExcess + after.firstExcess)) / both
    let gap2 =
      (lostQ * (second + after.second + two) - lostP * (secondExcess + after.secondExcess)) / both
    let half = S(0.5)
    return ThermalEntropy.difference(half * firstExcess, half * after.firstExcess, by: half * gap1)
      + ThermalEntropy.difference(half * secondExcess, half * after.secondExcess, by: half * gap2)
  }
}
