// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateOptimisation

/// How a claim is examined. The options are part of the report, so that it can be made anew.
package struct ExaminationOptions: Sendable, Equatable {
  /// The seed of the optimiser's random stage.
  package var seed: UInt64
  /// Whether the checkpoint tables are run for the record of the installation.
  package var runsSelfTest: Bool
  /// Whether only published theorems may certify a length.
  package var isPublishedOnly: Bool

  /// Makes options.
  package init(
    seed: UInt64 = OptimisationOptions().seed, runsSelfTest: Bool = true, isPublishedOnly: Bool = false
  ) {
    self.isPublishedOnly = isPublishedOnly
    self.seed = seed
    self.runsSelfTest = runsSelfTest
  }
}
