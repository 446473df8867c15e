// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateSecurity

/// Moves every number of an operating point by 1 %.
struct SensitivityStudy {
  let point: OperatingPoint
  /// Whether open settings are searched anew for every moved input.
  let reoptimises: Bool
  let options: OptimisationOptions

  /// The step, as a part of each number.
  static let step = 0.01

  func lines() throws -> [Sensitivity.Line] {
    let columns = point.evaluation.settings
    var result: [Sensitivity.Line] = []
    for column in columns {
      let (path, element) = (column.setting.path, column.setting.element)
      let name = path + (element.map { "[\($0 + 1)]" } ?? "")
      let quantity = point.fixed.quantities.first { $0.path == path }
      result.append(
        try line(
          name, column.meaning, .setting, column.value, isOptimised: column.isFree, isWhole: quantity?.isWhole ?? false
        ) { value in
          element.map { .init(path, element: $0, value) } ?? .init(path, value)
        })
    }
    let taken = Set(columns.map(\.setting.path))
    for quantity in point.open.quantities where !taken.contains(quantity.path) {
      guard let value = point.open.value(of: quantity.path) ?? quantity.defaultValue else { continue }
      let isGiven = point.open.gives(quantity.path)
      // Another name of a setting that has its line already, as the weakest intensity is.
      if isGiven, !point.fixed.gives(quantity.path) { continue }
      // A default that says the same as another key, or nothing in this analysis, is refused when it is given.
      if !isGiven, try !hasMeaning(quantity, value) { continue }
      result.append(
        try line(
          quantity.path, quantity.meaning, .input, value, isOptimised: false, isWhole: quantity.isWhole
        ) { .init(quantity.path, $0) })
    }
    return result
  }

  /// Whether a default may be written down without changing the result.
  private func hasMeaning(_ quantity: LinkVariant.Quantity, _ value: Double) throws -> Bool {
    do {
      let e = try point.moved([.init(quantity.path, value)], origin: "sensitivity")
      return e.result.ratePerPulse == point.evaluation.result.ratePerPulse
    } catch is DocumentErrors {
      return false
    } catch is DocumentError {
      return false
    } catch is InputError {
      return false
    }
  }

  private func line(
    _ path: String, _ meaning: String, _ kind: Sensitivity.Kind, _ value: Double, isOptimised: Bool, isWhole: Bool,
    move: (Double) -> LinkVariant.Move
  ) throws -> Sensitivity.Line {
    var steps: [Sensitivity.Step?] = []
    var obstacles: [String?] = []
    for sign in [-1.0, 1.0] {
      let (step, obstacle) = try moved(path, value, sign, kind, isWhole: isWhole, move)
      steps.append(step)
      obstacles.append(obstacle)
    }
    return Sensitivity.Line(
      path: path, meaning: meaning, kind: kind, isOptimised: isOptimised, value: value, down: steps[0], up: steps[1],
      downObstacle: obstacles[0], upObstacle: obstacles[1], elasticity: elasticity(value, steps[0], steps[1]))
  }

  /// One number moved one way, or why it cannot be.
  private func moved(
    _ path: String, _ value: Double, _ sign: Double, _ kind: Sensitivity.Kind, isWhole: Bool,
    _ move: (Double) -> LinkVariant.Move
  ) throws -> (Sensitivity.Step?, String?) {
    try Task.checkCancellation()
    if value == 0 { return (nil, "it is 0, and 1 % of it is nothing") }
    var target = value * (1 + sign * Self.step)
    if isWhole {
      target = target.rounded()
      if target == value { return (nil, "it is a whole number, and 1 % of \(ResultText.inFull(value)) is no step") }
    }
    do {
      let e =
        reoptimises && kind == .input ? try searched([move(target)]) : try point.moved([move(target)], origin: "1 %")
      return (step(e, target), nil)
    } catch let violation as InvariantViolation {
      throw violation
    } catch let error as CancellationError {
      throw error
    } catch let errors as DocumentErrors {
      let first = errors.errors.first
      return (nil, "\(ResultText.number(target)) " + (first.map { Self.clause($0) } ?? "is refused"))
    } catch let error as DocumentError {
      return (nil, "\(ResultText.number(target)) " + Self.clause(error))
    } catch let error as InputError {
      return (nil, "\(ResultText.number(target)) \(error.allowed)")
    }
  }

  private static func clause(_ error: DocumentError) -> String {
    "is refused: it \(error.problem)"
  }

  /// The best settings anew, from the old ones and the family's starts.
  private func searched(_ moves: [LinkVariant.Move]) throws -> LinkEvaluation {
    let link = try point.open.link(moves, origin: "1 %")
    guard let search = link.search else { return try LinkEvaluation.of(link) }
    var local = options
    local.globalEvaluations = 0
    local.globalCandidates = 0
    let starts = [point.evaluation.optimisation?.point].compactMap(\.self).filter { $0.count == search.variables.count }
    return try LinkEvaluation(
      link: link, found: Optimiser.maximise(search, options: local, continuation: starts))
  }

  /// The rate before rounding to whole bits, which would hide small effects.
  private func signed(_ r: SecretKeyRate) -> Double { r.rawRatePerPulse ?? r.ratePerPulse ?? 0 }

  private func step(_ e: LinkEvaluation, _ value: Double) -> Sensitivity.Step {
    let old = signed(point.evaluation.result)
    let new = signed(e.result)
    let hadKey = (point.evaluation.result.ratePerPulse ?? 0) > 0
    let hasKey = (e.result.ratePerPulse ?? 0) > 0
    let relative = hadKey ? (hasKey ? new / old - 1 : -1) : nil
    return Sensitivity.Step(value: value, relativeChange: relative, change: new - old, endsKey: hadKey && !hasKey)
  }

  /// The slope of ln rate against ln value, from both sides if both can be moved.
  private func elasticity(_ value: Double, _ down: Sensitivity.Step?, _ up: Sensitivity.Step?) -> Double? {
    let ends = [down, up].compactMap(\.self).filter { !$0.endsKey && $0.relativeChange != nil }
    switch ends.count {
    case 2:
      let rise = (ends[1].relativeChange ?? 0) - (ends[0].relativeChange ?? 0)
      return rise / ((ends[1].value - ends[0].value) / value)
    case 1: return (ends[0].relativeChange ?? 0) / (ends[0].value / value - 1)
    default: return nil
    }
  }
}
