// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// A complex number, for the little linear algebra that constellations need.
@frozen
package struct ComplexNumber: Sendable, Equatable {
  /// The real part.
  package var real: Double
  /// The imaginary part.
  package var imaginary: Double

  /// Makes a number from its parts.
  @inlinable package init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The complex conjugate.
  @inlinable package var conjugate: ComplexNumber { ComplexNumber(real, -imaginary) }
  /// |z|².
  @inlinable package var squaredMagnitude: Double { real * real + imaginary * imaginary }

  /// The sum.
  @inlinable package static func + (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(a.real + b.real, a.imaginary + b.imaginary)
  }
  /// The difference.
  @inlinable package static func - (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(a.real - b.real, a.imaginary - b.imaginary)
  }
  /// The product.
  @inlinable package static func * (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  /// The product with a real number.
  @inlinable package static func * (a: Double, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(a * b.real, a * b.imaginary)
  }
}

/// Eigenvalues and orthonormal eigenvectors of a Hermitian matrix, by the GNU Scientific Library.
package struct HermitianEigensystem: Sendable {
  /// The eigenvalues, in no particular order.
  package let values: [Double]
  /// The eigenvectors: component k of vector i at `vectors[i * size + k]`.
  package let vectors: [ComplexNumber]
  /// The number of rows of the matrix.
  package let size: Int

  /// Solves a matrix.
  ///
  /// - Parameters:
  ///   - matrix: the entries row by row; only the lower triangle is read.
  ///   - size: the number of rows, at least 1.
  /// - Throws: `SpecialFunctionError` if the sizes do not match, an entry is not finite, or the iteration fails.
  package init(_ matrix: [ComplexNumber], size: Int) throws {
    func failure(_ status: String) -> SpecialFunctionError {
      SpecialFunctionError(function: "eigenvalues of a \(size) x \(size) matrix", status: status)
    }
    guard size >= 1, matrix.count == size * size else { throw failure("wrong number of entries") }
    guard matrix.allSatisfy({ $0.real.isFinite && $0.imaginary.isFinite }) else { throw failure("not finite") }
    _ = gsl_set_error_handler_off()
    guard let a = gsl_matrix_complex_alloc(size, size) else { throw failure("out of memory") }
    defer { gsl_matrix_complex_free(a) }
    guard let e = gsl_vector_alloc(size) else { throw failure("out of memory") }
    defer { gsl_vector_free(e) }
    guard let v = gsl_matrix_complex_alloc(size, size) else { throw failure("out of memory") }
    defer { gsl_matrix_complex_free(v) }
    guard let work = gsl_eigen_hermv_alloc(size) else { throw failure("out of memory") }
    defer { gsl_eigen_hermv_free(work) }
    guard let entries = a.pointee.data, let columns = v.pointee.data else { throw failure("out of memory") }
    let row = a.pointee.tda
    for i in 0..<size {
      for k in 0..<size {
        entries[2 * (i * row + k)] = matrix[i * size + k].real
        entries[2 * (i * row + k) + 1] = matrix[i * size + k].imaginary
      }
    }
    let status = gsl_eigen_hermv(a, e, v, work)
    guard status == 0 else { throw failure(gsl_strerror(status).map { String(cString: $0) } ?? "status \(status)") }
    let stride = v.pointee.tda
    var vectors: [ComplexNumber] = []
    vectors.reserveCapacity(size * size)
    for i in 0..<size {
      for k in 0..<size {
        vectors.append(ComplexNumber(columns[2 * (k * stride + i)], columns[2 * (k * stride + i) + 1]))
      }
    }
    self.vectors = vectors
    values = (0..<size).map { gsl_vector_get(e, $0) }
    self.size = size
  }
}
