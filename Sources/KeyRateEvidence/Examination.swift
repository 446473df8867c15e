// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateSecurity

/// Everything that was found out about a claim.
struct Examination {
  let claim: ClaimFile
  let inputs: ReportInputs
  let options: ExaminationOptions
  /// The link; nil if the claim does not describe one.
  let link: ClaimedLink?
  let ceiling: CeilingArgument?
  let settings: SettingsArguments?
  let counts: CountsArgument
  let findings: [Finding]
  let missing: [Missing]
  let assumptions: [(text: String, status: String, reference: String?)]
  let verdict: Verdict

  /// Examines a claim.
  ///
  /// - Throws: `DocumentErrors` and `DocumentError` for what is wrong with the file, `InputError`,
  ///   `InvariantViolation` and `OptimisationError` from the analyses.
  init(_ inputs: ReportInputs, options: ExaminationOptions) throws {
    let claim = try ClaimFile(text: inputs.claim.text, fileName: inputs.claim.name)
    let search = OptimisationOptions(seed: options.seed)
    self.claim = claim
    self.inputs = inputs
    self.options = options
    var missing: [Missing] = []
    var link: ClaimedLink?
    do {
      link = try ClaimedLink(claim, search: search)
    } catch {
      guard let left = ClaimFile.missing(in: error) else { throw error }
      missing += Missing.ofReading(left, claim)
    }
    self.link = link
    var sound: ClaimedLink?
    if let link, link.result.analysis.status == .comparisonOnly {
      sound = try Self.soundLink(claim, search: search)
    }
    let isUnsaid = !claim.unsaidInputs.isEmpty || claim.hasUnsaidBlock
    let fair: ClaimedLink? =
      isUnsaid && link != nil
      ? try ClaimedLink(
        sound == nil ? claim : ClaimFile(claim, leavingOut: ClaimFile.analysisKeys), search: search, isFavourable: true)
      : nil
    settings = try link.map { try SettingsArguments($0, sound: sound, favourable: fair) }
    ceiling = CeilingArgument(claim)
    var findings = ClaimConsistency.findings(claim)
    let isContradictory = findings.contains { $0.outcome == .violated && Self.concernsCounts($0) }
    counts = try CountsArgument(
      claim, contradictions: isContradictory, publishedOnly: options.isPublishedOnly, source: inputs.source)
    if let run = counts.run {
      if claim.gives(CountsKeys.file.path) {
        let read = ClaimCounts(run)
        findings += ClaimConsistency.lengths(claim, read) + ClaimConsistency.leakage(claim, read)
      }
      findings += RunConsistency.decoyFeasibility(counts.deciding ?? run)
      if let settings { findings += RunConsistency.residuals(run, settings.link, settings.box) }
      findings += RunConsistency.loss(counts.deciding ?? run, claim, ceiling?.transmittance)
    }
    self.findings = findings
    missing += Missing.ofStatement(claim, rate: settings?.box.worst)
    missing += try Missing.ofDevices(claim, link: settings?.link)
    missing += Missing.ofReading(counts.missing, claim)
    self.missing = missing
    let analysed = counts.deciding?.result ?? (sound ?? link)?.result
    assumptions = try Self.assumptions(analysed, claim)
    var arguments = [counts.argument]
    if let ceiling { arguments.append(ceiling.argument) }
    if let settings { arguments += [settings.best, settings.stated] }
    verdict = Verdict.decide(
      arguments, findings: findings, missing: missing,
      violatedAssumptions: assumptions.filter { $0.status == "violated" }.map(\.text),
      place: PlaceOfClaim(claim, ceiling?.argument), hasCounts: claim.hasCounts,
      isAsymptotic: settings?.link.result.lengthBits == nil,
      dominant: settings?.box.dominant?.evidence.key,
      assumedValues: claim.evidence.filter(\.isAssumed).map(\.key))
  }

  /// The four lines, in their order.
  var arguments: [Argument] {
    let none = ["The claim does not describe the link; see the list of what is missing."]
    return [
      ceiling?.argument ?? Argument(.ceiling, .notEvaluated, none),
      settings?.best ?? Argument(.bestSettings, .notEvaluated, none),
      settings?.stated ?? Argument(.statedSettings, .notEvaluated, none), counts.argument,
    ]
  }

  /// The same link under the sound analysis; nil where the family has none.
  private static func soundLink(_ claim: ClaimFile, search: OptimisationOptions) throws -> ClaimedLink? {
    guard claim.word(SourceKeys.scheme).map({ $0.hasSuffix("intensity") || $0 == "curty-azuma-lo" }) ?? true else {
      return nil
    }
    let changed = ClaimFile(claim, leavingOut: ClaimFile.analysisKeys)
    let link = try ClaimedLink(changed, search: search)
    return link.result.analysis.status == .comparisonOnly ? nil : link
  }

  private static func concernsCounts(_ finding: Finding) -> Bool {
    ["parts_of_", "pulses_of_counts", "test_mode_total"].contains { finding.id.hasPrefix($0) }
  }

  /// The assumptions of the proof, with what the claimant says of each.
  private static func assumptions(
    _ result: SecretKeyRate?, _ claim: ClaimFile
  ) throws -> [(text: String, status: String, reference: String?)] {
    var list = (result?.assumptions ?? []).map { (text: $0, status: "assumed", reference: String?.none) }
    for said in claim.assumptions {
      let wanted = said.words.lowercased()
      let matches = list.indices.filter { list[$0].text.lowercased().contains(wanted) }
      guard matches.count == 1, let index = matches.first else {
        let problem =
          matches.isEmpty ? "is no assumption of the proof" : "fits \(matches.count) assumptions of the proof"
        // Each by its first words: the whole sentences fill a page.
        let near = list.map { String($0.text.prefix { $0 != ":" && $0 != ";" }) }
        guard !list.isEmpty else { continue }
        throw DocumentError(
          position: claim.table["assumption"]?.position, path: "assumption.about", value: said.words, problem: problem,
          hint: "the assumptions are: " + near.joined(separator: " | "))
      }
      list[index].status = said.status
      list[index].reference = said.reference
    }
    return list
  }
}
