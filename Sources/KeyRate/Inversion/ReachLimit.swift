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
    let rank: Int

    /// A key that the schema knows a perfect value of.
    init?(_ definition: KeyDefinition) {
      guard let ideal = definition.facts.ideal, let cause = definition.facts.imperfection else { return nil }
      self.cause = cause
      self.ideal = ideal
      path = definition.path
      let isLoss = LinkStatement.numbers.contains { $0.path == definition.path }
      let tables = ["detector", "source", "link", "security"]
      let table = tables.firstIndex { definition.path.hasPrefix($0 + ".") }
      rank = isLoss ? tables.count + 1 : table ?? tables.count
    }
  }

  /// The imperfections of a family: devices first, then what is done with the data, and last the length of the link.
  private static func candidates(_ family: ProtocolFamily) -> [Candidate] {
    let all = family.fileVocabulary.definitions.compactMap(Candidate.init)
    return all.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
  }

  /// Makes every imperfection of the file ideal in turn, at the value where the target is nearest; if none of them
  /// alone helps, all together.
  static func all(at best: ReachPoint, _ probe: ReachProbe) throws -> [ReachLimit] {
    let given = candidates(probe.variant.family).filter { candidate in
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
