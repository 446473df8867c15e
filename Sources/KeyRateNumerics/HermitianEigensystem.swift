// SPDX-License-Identifier: GPL-3.0-or-later
import ComplexModule
import RealModule

/// Eigenvalues and orthonormal eigenvectors of a Hermitian matrix, by the ``NumericalLibrary``.
package struct HermitianEigensystem: Sendable {
  /// The eigenvalues, in no particular order.
  package let values: [Double]
  /// The eigenvectors: component k of vector i at `vectors[i * size + k]`.
  package let vectors: [Complex<Double>]
  /// The number of rows of the matrix.
  package let size: Int

  /// Solves a matrix.
  ///
  /// - Parameters:
  ///   - matrix: the entries row by row; only the lower triangle is read.
  ///   - size: the number of rows, at least 1.
  /// - Throws: `SpecialFunctionError` if the sizes do not match, an entry is not finite, or the iteration fails.
  package init(_ matrix: [Complex<Double>], size: Int) throws(SpecialFunctionError) {
    func failure(_ status: String) -> SpecialFunctionError {
      SpecialFunctionError(eigenvaluesOf: size, status: status)
    }
    guard size >= 1, matrix.count == size * size else { throw failure("wrong number of entries") }
    guard matrix.allSatisfy({ $0.real.isFinite && $0.imaginary.isFinite }) else { throw failure("not finite") }
    (values, vectors) = try NumericalLibrary.eigensystem(matrix, size: size)
    self.size = size
  }
}
