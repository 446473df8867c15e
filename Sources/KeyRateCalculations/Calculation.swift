// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity

/// A value that a named calculation returns.
package enum CalculationValue: Sendable, Equatable, CustomStringConvertible {
  /// A number; may be +∞.
  case number(Double)
  /// A word, such as a verdict.
  case word(String)

  /// The value as text that reads back to itself.
  package var description: String {
    switch self {
    case .number(let x): "\(x)"
    case .word(let w): w
    }
  }
}

/// A calculation that can be called by name with inputs in the symbols of the formula sheets.
///
/// This is the door that checkpoint tables use, here and in laboratories: `keyrate selftest` and
/// the tests run the same table of calculations.
package struct Calculation: Sendable {
  /// The name, for example `bb84.finite.two_decoy`.
  package let name: String
  /// The keys that the inputs may have.
  package let inputs: Set<String>
  /// The calculation itself: all quantities by name.
  let body: @Sendable (CalculationInputs) throws -> [String: CalculationValue]

  init(
    _ name: String, inputs: [String],
    _ body: @escaping @Sendable (CalculationInputs) throws -> [String: CalculationValue]
  ) {
    self.name = name
    self.inputs = Set(inputs)
    self.body = body
  }

  /// Every calculation, in the order of their families.
  package static let all: [Calculation] =
    BB84Calculations.all + SatelliteCalculations.all + TwinFieldCalculations.all + TwinFieldOptimisations.all
    + TwinFieldComparisonCalculations.all + SendingOrNotSendingCalculations.all + MDICalculations.all
    + ContinuousVariableCalculations.all + PairCalculations.all + PhotonCalculations.all + StatisticsCalculations.all
    + BoundsCalculations.all + BoundsChannelCalculations.all

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The calculation with a name; nil if there is none.
  package static func named(_ name: String) -> Calculation? { byName[name] }

  /// Runs the calculation.
  ///
  /// - Parameter inputs: the inputs; a key that no calculation of the family knows is refused, so
  ///   that a misspelt input never falls back to a default.
  /// - Returns: the quantities by name.
  /// - Throws: `InputError` for inputs that cannot be.
  package func evaluate(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    for key in inputs.values.keys.sorted() where !self.inputs.contains(key) {
      let known = self.inputs.sorted()
      let near = NearestName.nearest(to: key, among: known)
      throw UnknownInput(key: key, calculation: name, suggestion: near)
    }
    return try body(inputs)
  }
}

/// An input key that a calculation does not know.
package struct UnknownInput: Error, Sendable, Equatable, CustomStringConvertible {
  /// The key as it was written.
  package let key: String
  /// The calculation.
  package let calculation: String
  /// The nearest key that it knows.
  package let suggestion: String?

  /// The message.
  package var description: String {
    "\(calculation) has no input \(key)" + (suggestion.map { "; did you mean \($0)?" } ?? "")
  }
}

/// An error that means: these inputs are refused.
package protocol InputRefusal: Error {}

extension InputError: InputRefusal {}
extension UnknownInput: InputRefusal {}

extension SecretKeyRate {
  /// Every traced quantity by its symbol.
  var tracedValues: [String: CalculationValue] {
    Dictionary(trace.map { ($0.symbol, CalculationValue.number($0.value)) }, uniquingKeysWith: { first, _ in first })
  }
}
