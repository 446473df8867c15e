// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// One row of a checkpoint table: a named calculation, a quantity and what it should be.
package struct CheckpointRow: Sendable, Equatable, Decodable {
  /// How the value is compared.
  package enum Check: String, Sendable, CaseIterable, Decodable {
    /// |got − expected| ≤ rtol · |expected|.
    case equals
    /// got ≥ expected · (1 − rtol): optimisers may do better.
    case atLeast = "at_least"
    /// got > expected.
    case greater
    /// Not tested.
    case info
  }

  /// The row's name; rows with one name share their inputs.
  package let id: String
  /// The named calculation.
  package let calculation: String
  /// One JSON object.
  package let inputs: String
  /// The quantity.
  package let quantity: String
  /// A number, `inf`, a word, or `input` for the quantity `error`.
  package let expected: String
  /// The relative tolerance.
  package let relativeTolerance: Double
  /// The comparison.
  package let check: Check
  /// Where the expected value comes from.
  package let provenance: String

  /// Makes a row.
  package init(
    id: String, calculation: String, inputs: String, quantity: String, expected: String, relativeTolerance: Double,
    check: Check, provenance: String
  ) {
    self.id = id
    self.calculation = calculation
    self.inputs = inputs
    self.quantity = quantity
    self.expected = expected
    self.relativeTolerance = relativeTolerance
    self.check = check
    self.provenance = provenance
  }
}
