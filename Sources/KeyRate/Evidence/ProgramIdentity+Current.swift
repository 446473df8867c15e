// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateEvidence

extension ProgramIdentity {
  /// This program.
  package static var current: ProgramIdentity {
    ProgramIdentity(name: KeyRateProgram.name, version: KeyRateProgram.version)
  }
}
