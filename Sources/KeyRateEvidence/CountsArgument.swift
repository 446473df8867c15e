// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateSecurity

/// Line (d): the key length that the counts of the run certify.
struct CountsArgument {
  let argument: Argument
  /// The run under the analysis that the claim names.
  let run: MeasuredRun?
  /// The run under the sound analysis, where the claim names one for comparison only.
  let sound: MeasuredRun?
  /// What the counts file leaves out.
  let missing: [DocumentError]

  /// The run whose length decides.
  var deciding: MeasuredRun? { sound ?? run }

  /// - Parameters:
  ///   - contradictions: whether the counts contradict themselves: then they are not analysed.
  ///   - source: how named files are read.
  init(_ claim: ClaimFile, contradictions: Bool, source: CountsSource) throws {
    guard claim.hasCounts else {
      self.init(Argument(.counts, .notEvaluated, unit: "bit", ["The claim comes without counts of a run."]))
      return
    }
    guard !contradictions else {
      self.init(
        Argument(
          .counts, .notEvaluated, unit: "bit",
          ["The counts contradict themselves, see the consistency tests: no length follows from them."]))
      return
    }
    let run: MeasuredRun
    do {
      guard let measured = try claim.run(reading: source) else {
        self.init(Argument(.counts, .notEvaluated, unit: "bit", ["The claim comes without counts of a run."]))
        return
      }
      run = measured
    } catch {
      guard let missing = ClaimFile.missing(in: error) else { throw error }
      self.init(
        Argument(
          .counts, .notEvaluated, unit: "bit",
          ["The analysis of the run needs more: " + missing.map { $0.path ?? $0.problem }.joined(separator: ", ") + "."]
        ),
        missing: missing)
      return
    }
    var sound: MeasuredRun?
    if run.result.analysis.status == .comparisonOnly {
      sound = try claim.run(ClaimFile.analysisKeys.map { ClaimChange($0, .removed) }, reading: source)
    }
    self.init(
      try Self.judge(claim, run: run, sound: sound, source: source), run: run, sound: sound)
  }

  private init(
    _ argument: Argument, run: MeasuredRun? = nil, sound: MeasuredRun? = nil, missing: [DocumentError] = []
  ) {
    self.argument = argument
    self.run = run
    self.sound = sound
    self.missing = missing
  }

  /// The claimed length: as it stands, or the rate times the pulses of the run.
  static func claimedLength(_ claim: ClaimFile, pulses: Double?) -> Double? {
    let statement = claim.statement
    if statement.quantity == .lengthBits { return statement.value }
    guard let rate = statement.weakestRatePerPulse, let pulses = pulses ?? statement.block else { return nil }
    return rate * pulses
  }

  private static func judge(
    _ claim: ClaimFile, run: MeasuredRun, sound: MeasuredRun?, source: CountsSource
  ) throws -> Argument {
    let result = (sound ?? run).result
    let length = result.lengthBits ?? 0
    var explanation = [
      "The counts give \(length.words) bit (\(result.analysis.title); \(result.analysis.status.rawValue))."
    ]
    if let sound, sound.result.analysis.status == .certified {
      explanation.append(
        "The analysis that the claim names is for comparison only and gives \((run.result.lengthBits ?? 0).words) bit; the sound analysis decides."
      )
    }
    if let reason = result.reasonForZero { explanation.append("No key: \(reason.description).") }
    guard let claimed = claimedLength(claim, pulses: result.pulses) else {
      explanation.append("The claim cannot be read as a length; see the list of what is missing.")
      return Argument(.counts, .notEvaluated, limit: length, unit: "bit", explanation)
    }
    let strong = claimed + (claim.statement.authenticationBits ?? 0)
    if result.analysis.status == .certified {
      if strong <= length {
        explanation.append(
          "The claimed length is certified: \(strong.words) of \(length.words) bit, the latter rounded down.")
        return Argument(.counts, .supports, claimed: strong, limit: length, unit: "bit", explanation)
      }
      if claimed > length {
        explanation.append("More is claimed than the counts certify.")
        return Argument(.counts, .exceeds, claimed: claimed, limit: length, unit: "bit", explanation)
      }
      explanation.append("The claimed length is certified, but not what authentication uses up besides.")
      return Argument(.counts, .open, claimed: strong, limit: length, unit: "bit", explanation)
    }
    explanation.append("Not certified: \(result.analysis.statusReasons.joined(separator: "; ")).")
    // The leakage that was not measured cannot be less than the errors need.
    let key = claim.family.traits.leakageKey
    if !claim.gives(CountsKeys.errorCorrectionLeakBits.path),
      let ideal = try claim.run([ClaimChange(key, 1)], reading: source)?.result.lengthBits
    {
      let most = max(ideal, run.result.lengthBits ?? 0)
      explanation.append("With error correction at Shannon's limit it would be \(most.words) bit.")
      if claimed > most {
        explanation.append("More is claimed than that.")
        return Argument(.counts, .exceeds, claimed: claimed, limit: most, unit: "bit", explanation)
      }
    }
    return Argument(.counts, .open, claimed: claimed, limit: length, unit: "bit", explanation)
  }
}
