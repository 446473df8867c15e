// SPDX-License-Identifier: GPL-3.0-or-later
import ComplexModule
import RealModule

extension OwnNumericalLibrary {
  /// The eigenvalues of a Hermitian matrix and its eigenvectors, component k of vector i at `i * size + k`.
  ///
  /// Jacobi's method: rotations in the planes of two axes, sweep after sweep, until nothing beside the diagonal is
  /// above 1e-17 of the matrix (Frobenius norm), so that eigenvalues are good to some units of rounding of the largest.
  ///
  /// - Parameters:
  ///   - matrix: `size`² finite entries row by row; only the lower triangle is read.
  ///   - size: the number of rows, at least 1.
  package static func eigensystem(
    _ matrix: [Complex<Double>], size: Int
  ) throws(SpecialFunctionError) -> (values: [Double], vectors: [Complex<Double>]) {
    var a = matrix
    var squares = 0.0
    for r in 0..<size {
      a[r * size + r] = Complex(matrix[r * size + r].real)
      squares += a[r * size + r].lengthSquared
      for k in 0..<r {
        a[k * size + r] = matrix[r * size + k].conjugate
        squares += 2 * matrix[r * size + k].lengthSquared
      }
    }
    guard squares.isFinite else { throw SpecialFunctionError(eigenvaluesOf: size, status: "overflow") }
    let negligible = 1e-34 * squares
    var vectors = Array(repeating: Complex<Double>(0), count: size * size)
    for i in 0..<size { vectors[i * size + i] = Complex(1) }
    for _ in 0..<60 {
      var isDiagonal = true
      for p in 0..<size {
        for q in (p + 1)..<Swift.max(size, p + 1) where a[p * size + q].lengthSquared > negligible {
          isDiagonal = false
          rotate(&a, &vectors, size, p, q)
        }
      }
      if isDiagonal { return ((0..<size).map { a[$0 * size + $0].real }, vectors) }
    }
    throw SpecialFunctionError(eigenvaluesOf: size, status: "exceeded max number of iterations")
  }

  /// Makes the entry at (p, q) zero by a rotation of the two axes, after a phase that makes it real.
  private static func rotate(
    _ a: inout [Complex<Double>], _ vectors: inout [Complex<Double>], _ size: Int, _ p: Int, _ q: Int
  ) {
    let entry = a[p * size + q]
    let length = entry.length
    let phase = entry.conjugate.divided(by: length)
    let tau = (a[q * size + q].real - a[p * size + p].real) / (2 * length)
    let tangent = (tau < 0 ? -1 : 1) / (abs(tau) + (1 + tau * tau).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    func turned(_ x: Complex<Double>, _ y: Complex<Double>) -> (Complex<Double>, Complex<Double>) {
      let y = phase * y
      return (
        x.multiplied(by: cosine) - y.multiplied(by: sine), x.multiplied(by: sine) + y.multiplied(by: cosine)
      )
    }
    let shift = tangent * length
    a[p * size + p] = Complex(a[p * size + p].real - shift)
    a[q * size + q] = Complex(a[q * size + q].real + shift)
    a[p * size + q] = Complex(0)
    a[q * size + p] = Complex(0)
    for k in 0..<size {
      if k != p && k != q {
        let (x, y) = turned(a[k * size + p], a[k * size + q])
        a[k * size + p] = x
        a[k * size + q] = y
        a[p * size + k] = x.conjugate
        a[q * size + k] = y.conjugate
      }
      (vectors[p * size + k], vectors[q * size + k]) = turned(vectors[p * size + k], vectors[q * size + k])
    }
  }
}
