// SPDX-License-Identifier: GPL-3.0-or-later
/// The program, as it names itself in every output.
package enum KeyRateProgram {
  /// The name.
  package static let name = "keyrate"
  /// The version: numbers may change between versions, so every output carries it.
  package static let version = "0.1.0"
}
