/// One row of a checkpoint table: a named calculation, a quantity and what it should be.
public struct CheckpointRow: Sendable, Equatable, Decodable {
  /// How the value is compared.
  public enum Check: String, Sendable, CaseIterable, Decodable {
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
  public let id: String
  /// The named calculation.
  public let calculation: String
  /// One JSON object.
  public let inputs: String
  /// The quantity.
  public let quantity: String
  /// A number, `inf`, a word, or `input` for the quantity `error`.
  public let expected: String
  /// The relative tolerance.
  public let relativeTolerance: Double
  /// The comparison.
  public let check: Check
  /// Where the expected value comes from.
  public let provenance: String

  /// Makes a row.
  public init(
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
