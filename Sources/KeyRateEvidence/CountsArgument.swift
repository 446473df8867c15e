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
  /// The run under the options whose certificate rests on a printed theorem; nil if the family has none.
  let published: MeasuredRun?
  /// The lengths over the uncertainty of what the run reads besides its counts; nil without a certified run.
  let box: CountsBox?

  /// The run whose length decides.
  var deciding: MeasuredRun? { sound ?? run }

  /// - Parameters:
  ///   - contradictions: whether the counts contradict themselves: then they are not analysed.
  ///   - source: how named files are read.
  init(_ claim: ClaimFile, contradictions: Bool, publishedOnly: Bool, source: CountsSource) throws {
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
    var run: MeasuredRun
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
    // The options that the claim leaves to the program may be those of a printed theorem.
    let published = try Self.published(claim, source)
    let wantsPublished = publishedOnly || claim.word(SecurityKeys.basis.path) == BasisChoice.published.rawValue
    if wantsPublished {
      if run.result.analysis.basis != .published, let published { run = published }
      run.result.analysis = run.result.analysis.restrictedToPublished
    }
    var sound: MeasuredRun?
    if run.result.analysis.status == .comparisonOnly {
      sound = try claim.run(ClaimFile.analysisKeys.map { ClaimChange($0, .removed) }, reading: source)
    }
    let deciding = sound ?? run
    var box: CountsBox?
    if deciding.result.analysis.status == .certified {
      var defaults = sound == nil ? [] : ClaimFile.analysisKeys.map { ClaimChange($0, .removed) }
      if wantsPublished { defaults += claim.publishedOptions ?? [] }
      box = try CountsBox(claim, nominal: deciding.result.lengthBits ?? 0) { changes in
        try claim.run(defaults + changes, reading: source)?.result.lengthBits ?? 0
      }
    }
    self.init(
      try Self.judge(claim, run: run, sound: sound, box: box, source: source), run: run, sound: sound, box: box,
      published: published)
  }

  /// The run under the options of a printed theorem.
  private static func published(_ claim: ClaimFile, _ source: CountsSource) throws -> MeasuredRun? {
    guard let options = claim.publishedOptions else { return nil }
    guard let run = try? claim.run(options, reading: source) else { return nil }
    return run.result.analysis.basis == .published ? run : nil
  }

  private init(
    _ argument: Argument, run: MeasuredRun? = nil, sound: MeasuredRun? = nil, missing: [DocumentError] = [],
    box: CountsBox? = nil, published: MeasuredRun? = nil
  ) {
    self.box = box
    self.published = published
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
    return (rate * pulses).tidy
  }

  private static func judge(
    _ claim: ClaimFile, run: MeasuredRun, sound: MeasuredRun?, box: CountsBox?, source: CountsSource
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
    if result.analysis.status == .certified, let box {
      let least = box.missing.isEmpty ? box.least : nil
      func argument(_ conclusion: Argument.Conclusion, _ claimed: Double, _ limit: Double) -> Argument {
        Argument(
          .counts, conclusion, claimed: claimed, limit: limit, unit: "bit", least: least, most: box.most, explanation)
      }
      if box.points > 1 {
        explanation.append(
          "Over the uncertainty of what the run reads besides its counts the length lies between \((box.least ?? 0).words) and \(box.most.words) bit (\(box.label))."
        )
      }
      if claimed > box.most {
        explanation.append("More is claimed than that: no analysis here certifies more.")
        return argument(.exceeds, claimed, box.most)
      }
      guard box.missing.isEmpty else {
        explanation.append(
          "The run reads values whose uncertainty nobody states: \(box.missing.joined(separator: ", ")). The least length is not known without them (R8)."
        )
        return argument(.open, strong, length)
      }
      guard let least else {
        explanation.append(
          "At a corner of that uncertainty the counts contradict the settings: no least length is known.")
        return argument(.open, strong, 0)
      }
      if strong <= least {
        explanation.append(
          "The claimed length is certified: \(strong.words) of \(least.words) bit, the least over \(box.label), rounded down."
        )
        return argument(.supports, strong, least)
      }
      if strong <= length || claimed <= length {
        explanation.append(
          claimed <= least
            ? "The claimed length is certified, but not what authentication uses up besides."
            : "At the stated values the claim is certified, at a corner of their uncertainty it is not.")
        return argument(.open, strong, least)
      }
      explanation.append("More is claimed than the counts certify at the stated values.")
      return argument(.open, claimed, least)
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
