// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments
import KeyRateOptimisation

/// How far the inputs of a link may move from an operating point, with its settings held, while a target is still met.
package struct ToleranceBox: Sendable {
  /// One input by itself.
  package struct Side: Sendable {
    /// The input.
    package let quantity: LinkVariant.Quantity
    /// Its value at the operating point.
    package let value: Double
    /// How far it may fall alone: the last value at which the target was met.
    package let lowest: Limit
    /// How far it may rise alone.
    package let highest: Limit
    /// The ends of the joint box.
    package let jointLowest, jointHighest: Double
  }

  /// One end of a tolerance.
  package struct Limit: Sendable {
    /// The last value at which the target is met, computed there.
    package let value: Double
    /// The nearest value beyond at which it was missed; nil if the search ended first.
    package let missedAt: Double?
    /// Why it is missed there, or why the search ended.
    package let reason: String
  }

  /// The name of the curve; nil without curves.
  package let label: String?
  /// What is asked.
  package let target: KeyTarget
  /// The result at the operating point.
  package let centre: LinkEvaluation
  /// The inputs; empty if the target is missed at the operating point itself.
  package let sides: [Side]
  /// The part of each single tolerance that all may use at once.
  package let commonFactor: Double
  /// How many corners of the joint box were evaluated, all of which meet the target.
  package let corners: Int
  /// How many more points inside it were.
  package let inner: Int
  /// The corner with the least to spare.
  package let worstCorner: LinkEvaluation?
  /// Its inputs.
  package let worstMoves: [LinkVariant.Move]

  /// Whether the target is met at the operating point.
  package var isMet: Bool { !sides.isEmpty }

  /// More inputs than these have too many corners.
  static let mostInputs = 10
  private static let innerPoints = 128

  /// The boxes of a file, one for each curve.
  ///
  /// - Parameters:
  ///   - file: the file; its open settings are optimised at the operating point and then held.
  ///   - variables: the inputs; if empty, what the file gives of link and detectors.
  ///   - target: what is to be delivered.
  ///   - options: the options of the search for the settings.
  /// - Throws: `DocumentError`, `DocumentErrors`, `InvariantViolation`, `CancellationError`.
  package static func all(
    of file: ParameterFile, variables: [String], target: KeyTarget, options: OptimisationOptions = OptimisationOptions()
  ) throws -> [ToleranceBox] {
    var asked: [LinkVariant.Quantity] = []
    for variable in variables {
      // One input along two axes would have corners at which it has two values.
      guard !asked.contains(where: { $0.path == variable }) else {
        throw DocumentError(
          position: SourcePosition(file: "--variable \(variable)"), problem: "is given twice")
      }
      asked.append(try file.quantity(variable))
    }
    return try file.variants(moving: variables).map { variant in
      let point = try OperatingPoint(variant, options: options)
      let inputs = try asked.isEmpty ? usual(variant) : asked.map { try given($0, in: variant) }
      guard inputs.count <= mostInputs else {
        throw DocumentError(
          position: SourcePosition(file: "--tolerances"),
          problem: "\(inputs.count) inputs have too many corners; at most \(mostInputs) can move together",
          hint: "name them with --variable")
      }
      return try box(point, inputs, label: variant.label, target: target)
    }
  }

  /// What a file gives of its link and detectors in single numbers.
  private static func usual(_ variant: LinkVariant) -> [(LinkVariant.Quantity, Double)] {
    variant.quantities.compactMap { quantity in
      let isHardware = quantity.path.hasPrefix("link.") || quantity.path.hasPrefix("detector.")
      guard isHardware, !quantity.isWhole, !quantity.path.hasSuffix("key_basis_probability"),
        let value = variant.value(of: quantity.path)
      else { return nil }
      return (quantity, value)
    }
  }

  private static func given(_ quantity: LinkVariant.Quantity, in variant: LinkVariant) throws -> (
    LinkVariant.Quantity, Double
  ) {
    guard !quantity.isWhole else {
      throw DocumentError(
        position: SourcePosition(file: "--variable \(quantity.path)"),
        problem: "is a whole number and has no tolerance", hint: "keyrate reach without --tolerances tries its values")
    }
    guard let value = variant.value(of: quantity.path) ?? quantity.defaultValue else {
      throw DocumentError(
        position: SourcePosition(file: "--variable \(quantity.path)"),
        problem: "has no value at the operating point", hint: "the file must give it to move it from there")
    }
    return (quantity, value)
  }

  private static func box(
    _ point: OperatingPoint, _ inputs: [(LinkVariant.Quantity, Double)], label: String?, target: KeyTarget
  ) throws -> ToleranceBox {
    let walk = ToleranceWalk(point: point, target: target)
    guard try target.verdict(point.evaluation).isMet, !inputs.isEmpty else {
      return ToleranceBox(
        label: label, target: target, centre: point.evaluation, sides: [], commonFactor: 0, corners: 0, inner: 0,
        worstCorner: nil, worstMoves: [])
    }
    let alone = try inputs.map { quantity, value in
      let range = try SearchRange(quantity, of: point.open)
      // An operating point may lie outside what is usually searched.
      let twice = quantity.range.contains(2 * value) ? 2 * value : value
      let high = range.to > value ? range.to : Swift.max(value, twice)
      return (
        try walk.limit(quantity, from: value, to: Swift.min(range.from, value)),
        try walk.limit(quantity, from: value, to: high)
      )
    }
    let axes = zip(inputs, alone).map { input, limits in
      ToleranceWalk.Axis(path: input.0.path, value: input.1, low: limits.0.value, high: limits.1.value)
    }
    let joint = try walk.joint(axes, inner: innerPoints)
    let sides = zip(zip(inputs, alone), joint.ends).map { pair, ends in
      Side(
        quantity: pair.0.0, value: pair.0.1, lowest: pair.1.0, highest: pair.1.1, jointLowest: ends.low,
        jointHighest: ends.high)
    }
    return ToleranceBox(
      label: label, target: target, centre: point.evaluation, sides: sides, commonFactor: joint.factor,
      corners: joint.corners, inner: joint.inner, worstCorner: joint.worst, worstMoves: joint.worstMoves)
  }
}
