// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateSecurity

/// Something that stands between a link and a target: an imperfection, and what happens without it.
package struct ReachLimit: Sendable {
  /// The imperfection in words.
  package let cause: String
  /// The keys that were made ideal, with the values they then had.
  package let ideal: [LinkVariant.Move]
  /// The result with them, at the best value of the key in question.
  package let relieved: ReachPoint

  /// Whether the target is met once this imperfection is gone.
  package var isBinding: Bool { relieved.isMet }

  private struct Candidate {
    let cause: String
    let path: String
    let ideal: Double
  }

  private static let candidates: [Candidate] = [
    .init(cause: "misalignment", path: DetectorKeys.misalignment.path, ideal: 0),
    .init(cause: "phase offset", path: DetectorKeys.phaseOffsetRad.path, ideal: 0),
    .init(cause: "polarisation", path: DetectorKeys.polarisationAngleRad.path, ideal: 0),
    .init(cause: "dark counts", path: DetectorKeys.darkCountProbability.path, ideal: 0),
    .init(cause: "dark counts", path: DetectorKeys.darkCountRateHz.path, ideal: 0),
    .init(cause: "background", path: DetectorKeys.backgroundProbability.path, ideal: 0),
    .init(cause: "after-pulses", path: DetectorKeys.afterpulseProbability.path, ideal: 0),
    .init(cause: "dead time", path: DetectorKeys.deadTimeS.path, ideal: 0),
    .init(cause: "detector efficiency", path: DetectorKeys.efficiency.path, ideal: 1),
    .init(cause: "excess noise", path: LinkKeys.excessNoise.path, ideal: 0),
    .init(cause: "electronic noise", path: DetectorKeys.electronicNoise.path, ideal: 0),
    .init(cause: "reconciliation", path: SecurityKeys.reconciliationEfficiency.path, ideal: 1),
    .init(cause: "error correction", path: SecurityKeys.errorCorrectionEfficiency.path, ideal: 1),
    .init(cause: "finite statistics", path: SecurityKeys.pulses.path, ideal: 1e18),
    .init(cause: "finite statistics", path: SecurityKeys.symbols.path, ideal: 1e18),
    .init(cause: "finite statistics", path: SecurityKeys.keyBlockSize.path, ideal: 1e18),
    .init(cause: "loss", path: LinkKeys.distanceKm.path, ideal: 0),
    .init(cause: "loss", path: LinkKeys.lossDb.path, ideal: 0),
  ]

  /// Makes every imperfection of the file ideal in turn, at the value where the target is nearest; if none of them
  /// alone helps, all together.
  static func all(at best: ReachPoint, _ probe: ReachProbe) throws -> [ReachLimit] {
    let given = candidates.filter { candidate in
      guard candidate.path != probe.quantity.path, let value = probe.variant.value(of: candidate.path) else {
        return false
      }
      return value != candidate.ideal
    }
    func relieved(_ cause: String, _ moves: [LinkVariant.Move]) throws -> ReachLimit {
      try Task.checkCancellation()
      let point = try probe.point(best.value) {
        let link = try probe.variant.link(moves + [.init(probe.quantity.path, best.value)])
        guard let search = link.search else { return try LinkEvaluation.of(link) }
        let starts = [best.optimum].compactMap(\.self).filter { $0.count == search.variables.count }
        let place = probe.name(moves + [.init(probe.quantity.path, best.value)])
        return try LinkEvaluation(link: link, found: probe.maximise(search, place, from: starts))
      }
      return ReachLimit(cause: cause, ideal: moves, relieved: point)
    }
    var found = try given.map { try relieved($0.cause, [.init($0.path, $0.ideal)]) }
    if found.count > 1, !found.contains(where: \.isBinding) {
      found.append(try relieved("all of these together", given.map { .init($0.path, $0.ideal) }))
    }
    return found
  }
}
