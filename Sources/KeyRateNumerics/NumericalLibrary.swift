// SPDX-License-Identifier: GPL-3.0-or-later
#if hasFeature(Embedded)
  /// Where no C library is at hand, in a browser, the functions are our own.
  package typealias NumericalLibrary = OwnNumericalLibrary
#else
  import CGSL
  import ComplexModule

  /// The GNU Scientific Library, in this file and nowhere else; ``OwnNumericalLibrary`` offers the same.
  ///
  /// The library's default handler aborts the process on a domain error; it is switched off once,
  /// before the first call, and every status is turned into a thrown error. An underflow to zero is
  /// a result.
  package enum NumericalLibrary {
    /// The version of the library that this program was built with.
    package static var version: String { GSL_VERSION }

    // Touched by every function: the handler is one process-wide pointer.
    private static let handlerIsOff: Bool = {
      _ = gsl_set_error_handler_off()
      return true
    }()

    private static let underflow = Int32(GSL_EUNDRFLW)

    private static func message(_ status: Int32) -> String {
      gsl_strerror(status).map { String(cString: $0) } ?? "status \(status)"
    }

    private static func checked(
      _ name: @autoclosure () -> String, _ call: (UnsafeMutablePointer<gsl_sf_result>) -> Int32
    ) throws(SpecialFunctionError) -> Double {
      _ = handlerIsOff
      var result = gsl_sf_result(val: .nan, err: .nan)
      let status = call(&result)
      if status == underflow { return 0 }
      guard status == 0, !result.val.isNaN else {
        throw SpecialFunctionError(function: name(), status: message(status))
      }
      return result.val
    }

    /// Γ*(x) for x > 0.
    package static func gammaStar(_ x: Double) throws(SpecialFunctionError) -> Double {
      try checked("gammastar(\(x))") { gsl_sf_gammastar_e(x, $0) }
    }

    /// e^−|w| I0(w) for finite w.
    package static func scaledBesselI0(_ w: Double) throws(SpecialFunctionError) -> Double {
      try checked("bessel_I0_scaled(\(w))") { gsl_sf_bessel_I0_scaled_e(w, $0) }
    }

    /// Q(z) for finite z.
    package static func normalUpperTail(_ z: Double) throws(SpecialFunctionError) -> Double {
      try checked("erf_Q(\(z))") { gsl_sf_erf_Q_e(z, $0) }
    }

    /// Q⁻¹(p) for 0 < p < 1, to the digits of the library.
    package static func normalUpperTailQuantile(_ p: Double) -> Double {
      _ = handlerIsOff
      return gsl_cdf_ugaussian_Qinv(p)
    }

    /// The eigenvalues of a Hermitian matrix and its eigenvectors, component k of vector i at `i * size + k`.
    ///
    /// - Parameters:
    ///   - matrix: `size`² finite entries row by row; only the lower triangle is read.
    ///   - size: the number of rows, at least 1.
    package static func eigensystem(
      _ matrix: [Complex<Double>], size: Int
    ) throws(SpecialFunctionError) -> (values: [Double], vectors: [Complex<Double>]) {
      _ = handlerIsOff
      let noMemory = SpecialFunctionError(eigenvaluesOf: size, status: "out of memory")
      guard let a = gsl_matrix_complex_alloc(size, size) else { throw noMemory }
      defer { gsl_matrix_complex_free(a) }
      guard let e = gsl_vector_alloc(size) else { throw noMemory }
      defer { gsl_vector_free(e) }
      guard let v = gsl_matrix_complex_alloc(size, size) else { throw noMemory }
      defer { gsl_matrix_complex_free(v) }
      guard let work = gsl_eigen_hermv_alloc(size) else { throw noMemory }
      defer { gsl_eigen_hermv_free(work) }
      guard let entries = a.pointee.data, let columns = v.pointee.data else { throw noMemory }
      let row = a.pointee.tda
      for i in 0..<size {
        for k in 0..<size {
          entries[2 * (i * row + k)] = matrix[i * size + k].real
          entries[2 * (i * row + k) + 1] = matrix[i * size + k].imaginary
        }
      }
      let status = gsl_eigen_hermv(a, e, v, work)
      guard status == 0 else { throw SpecialFunctionError(eigenvaluesOf: size, status: message(status)) }
      let stride = v.pointee.tda
      var vectors: [Complex<Double>] = []
      vectors.reserveCapacity(size * size)
      for i in 0..<size {
        for k in 0..<size {
          vectors.append(Complex(columns[2 * (k * stride + i)], columns[2 * (k * stride + i) + 1]))
        }
      }
      return ((0..<size).map { gsl_vector_get(e, $0) }, vectors)
    }
  }
#endif
