// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateSecurity

/// The claim's link at the claim's settings: those that it states, and for the others the best ones.
///
/// Everything that is varied afterwards (the uncertainty box, the sensitivities) keeps these settings: they are
/// what the operator has chosen, and the operator does not know the true values of the devices.
struct ClaimedLink {
  /// The claim.
  let claim: ClaimFile
  /// The options of searches.
  let search: OptimisationOptions
  /// The place of the settings in the search space; empty if all are stated.
  let point: [Double]
  /// The link at the stated values.
  let link: LinkProblem
  /// The result at the stated values.
  let result: SecretKeyRate
  /// The settings with their values.
  let settings: [LinkProblem.SettingColumn]
  /// The search for settings that the claim leaves open; nil if it states all.
  let optimisation: OptimisationResult?
  /// Whether everything unsaid stands at the claimant's end instead of at the program's default.
  let isFavourable: Bool

  /// Reads the link of a claim and finds the settings that it leaves open.
  ///
  /// - Throws: what reading and evaluating a parameter file throw.
  init(_ claim: ClaimFile, search: OptimisationOptions, isFavourable: Bool = false) throws {
    self.claim = claim
    self.search = search
    self.isFavourable = isFavourable
    link = try Self.file(claim, [], isFavourable).link()
    if let problem = link.search {
      let found = try Optimiser.maximise(problem, options: search)
      point = found.point
      optimisation = found
    } else {
      point = []
      optimisation = nil
    }
    result = try link.evaluate(point)
    settings = link.settings(point)
  }

  /// Whether the claim states every setting.
  var statesAllSettings: Bool { optimisation == nil }

  /// The rate per pulse at the stated values; nil if the number of pulses is unknown.
  var rate: Double? { result.ratePerPulse }

  /// The link with some values changed.
  func link(_ changes: [ClaimChange]) throws -> LinkProblem { try file(changes).link() }

  private func file(_ changes: [ClaimChange]) throws -> ParameterFile { try Self.file(claim, changes, isFavourable) }

  private static func file(_ claim: ClaimFile, _ changes: [ClaimChange], _ isFavourable: Bool) throws -> ParameterFile {
    isFavourable ? try claim.favourableLinkFile(changes) : try claim.linkFile(changes)
  }

  /// The result with some values changed, at the same settings.
  func result(_ changes: [ClaimChange]) throws -> SecretKeyRate {
    let changed = try link(changes)
    let open = changed.search?.variables.count ?? 0
    guard open == point.count else {
      throw DocumentError(
        path: changes.first?.key, problem: "changes which settings are open, so that it cannot be varied here",
        hint: "state all settings of the source")
    }
    return try changed.evaluate(point)
  }

  /// The rate per pulse with some values changed, at the same settings.
  func rate(_ changes: [ClaimChange]) throws -> Double? { try result(changes).ratePerPulse }

  /// The best rate per pulse over all settings, with some values changed.
  ///
  /// - Returns: the best rate, the settings, and the evidence of the search; nil without a rate per pulse.
  func best(_ changes: [ClaimChange]) throws -> BestRate? {
    let open = try file(changes).leavingSettingsOpen().link()
    guard let problem = open.search else {
      let result = try open.evaluate([])
      return result.ratePerPulse.map {
        BestRate(rate: $0, result: result, settings: open.settings([]), optimisation: nil)
      }
    }
    let found = try Optimiser.maximise(problem, options: search)
    let result = try open.evaluate(found.point)
    return result.ratePerPulse.map {
      BestRate(rate: $0, result: result, settings: open.settings(found.point), optimisation: found)
    }
  }
}

/// The best rate that any settings of the stated protocol give.
struct BestRate {
  let rate: Double
  let result: SecretKeyRate
  let settings: [LinkProblem.SettingColumn]
  let optimisation: OptimisationResult?
}
