// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// How yields are known in the limit of infinite data (tf sheet, sections 4 and 5).
package enum YieldEstimation: String, Sendable, CaseIterable {
  /// Infinitely many decoys: the true yields.
  case infiniteDecoys = "infinite-decoys"
  /// Certified linear programs (TF-11); the default with decoys.
  case linearProgram = "linear-program"
  /// Closed forms without a solver (TF-16).
  case analytic
}

/// How the yields of several photon numbers enter the phase-error bound.
package enum PhaseErrorMethod: String, Sendable, CaseIterable {
  /// Each yield at its own worst case: as published; the default.
  case separate
  /// All at one common worst case (TF-35, TF-36, TF-37): derived, unpublished.
  case joint
}

/// How an asymptotic analysis of the protocol of Curty, Azuma and Lo is made.
package struct AsymptoticOptions: Sendable, Equatable {
  /// How yields are known.
  package var estimation: YieldEstimation
  /// How they are combined; linear programs only.
  package var method: PhaseErrorMethod
  /// S: pairs with n + m ≤ S are treated one by one, the others by Y ≤ 1.
  package var pairCutoff: Int
  /// ncut: photon numbers in the linear programs; S ≤ ncut.
  package var photonCutoff: Int
  /// f_EC ≥ 1.
  package var errorCorrectionEfficiency: Double

  /// Makes options with the defaults of the sheet: S = 12 for infinitely many decoys, else 6; ncut = 10, which
  /// four intensities and more deserve 12 to 14 of.
  package init(
    estimation: YieldEstimation = .infiniteDecoys, method: PhaseErrorMethod = .separate, pairCutoff: Int? = nil,
    photonCutoff: Int = 10, errorCorrectionEfficiency: Double = 1.16
  ) {
    self.estimation = estimation
    self.method = method
    self.pairCutoff = pairCutoff ?? (estimation == .infiniteDecoys ? 12 : 6)
    self.photonCutoff = photonCutoff
    self.errorCorrectionEfficiency = errorCorrectionEfficiency
  }

  /// The largest S and ncut that are accepted.
  package static let largestCutoff = 30

  /// Refuses options that contradict one another.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    try require(
      errorCorrectionEfficiency, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    try Self.validate(
      pairCutoff: pairCutoff, photonCutoff: estimation == .linearProgram ? photonCutoff : nil)
    if method == .joint && estimation != .linearProgram {
      throw InputError(
        "phase_error_method", value: method.rawValue, allowed: "needs linear programs",
        hint: "the closed forms and the true yields have no common worst case")
    }
  }

  static func validate(pairCutoff: Int, photonCutoff: Int?) throws(InputError) {
    let limits = 0...Self.largestCutoff
    guard limits.contains(pairCutoff) else {
      throw InputError(
        "S", value: "\(pairCutoff)", allowed: "must be from 0 to \(Self.largestCutoff)", hint: "4 to 12 is usual")
    }
    guard let photonCutoff else { return }
    guard limits.contains(photonCutoff), photonCutoff >= pairCutoff else {
      throw InputError(
        "ncut", value: "\(photonCutoff)", allowed: "must be from S = \(pairCutoff) to \(Self.largestCutoff)",
        hint: "every pair that is treated one by one must be a variable of the linear program")
    }
  }
}
