// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import MDI

/// The columns of MDI-QKD in tables.
enum MDIColumns {
  static let finite = [Quantities.errorRate, Quantities.phaseError, Quantities.pairs].map {
    LinkProblem.Diagnostic($0)
  }
  static let asymptotic = [Quantities.errorRate, Quantities.asymptoticError].map { LinkProblem.Diagnostic($0) }
  static let relay = [Quantities.errorRate, Quantities.pairingError, Quantities.beatsFrom].map {
    LinkProblem.Diagnostic($0)
  }
}
