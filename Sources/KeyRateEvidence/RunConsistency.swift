// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateSecurity
import RealModule

/// Tests of the counts of a run against the channel model and against the decoy constraints.
enum RunConsistency {
  /// Standard deviations beyond which chance is no explanation.
  static let limit = 5.0

  /// Each count beside its expectation at the stated devices, and beside the expectations of the whole box.
  ///
  /// - Returns: a residual for each observation that both the run and the model have.
  static func residuals(_ run: MeasuredRun, _ link: ClaimedLink, _ box: UncertaintyBox) -> [Finding] {
    // Devices without uncertainty make a box without extent: then a residual is a question, not a contradiction.
    let isBoxComplete =
      link.claim.valuesWithoutUncertainty.isEmpty && link.claim.missingNeeds.isEmpty && link.statesAllSettings
    let pulses = run.result.pulses ?? 0
    return run.result.trace.compactMap { entry in
      guard entry.stage == .observations, entry.direction == .input,
        let expected = link.result.trace.first(where: { $0.stage == .observations && $0.symbol == entry.symbol }),
        expected.direction != .input, let expectations = box.observations[entry.symbol]
      else { return nil }
      let scale = momentScale(entry, run, link)
      let range = scale * expectations.lowerBound...scale * expectations.upperBound
      let outside =
        entry.value < range.lowerBound
        ? entry.value - range.lowerBound : entry.value > range.upperBound ? entry.value - range.upperBound : 0
      let deviation = deviation(entry, expected: scale * expected.value, pulses: pulses, run)
      let residual = deviation > 0 ? outside / deviation : 0
      let isOdd = abs(residual) > limit
      return Finding(
        "model_\(entry.symbol)", "\(entry.meaning): the count lies within the box of the stated devices",
        expected: scale * expected.value, observed: entry.value, unit: entry.unit, residual: residual,
        isOdd ? (isBoxComplete ? .violated : .doubtful) : .passed,
        isOdd
          ? "\(entry.symbol): counted \(entry.value.words), expected \((scale * expected.value).words), in the box \(range.lowerBound.words) to \(range.upperBound.words)"
          : "in the box \(range.lowerBound.words) to \(range.upperBound.words)")
    }
  }

  /// How many times more pairs of quadratures the run revealed than the plan of the link; 1 for all but sums.
  ///
  /// A sum goes over the revealed pairs, and their number is the operator's choice, not a property of the devices.
  private static func momentScale(_ entry: TraceEntry, _ run: MeasuredRun, _ link: ClaimedLink) -> Double {
    guard entry.quantity.role == .pairSum, let revealed = run.result[.revealedPairs],
      let planned = link.result[.revealedPairs], planned > 0, revealed > 0
    else { return 1 }
    return revealed / planned
  }

  /// The standard deviation of an observation: Poissonian for counts, for moments by the number of pairs.
  private static func deviation(_ entry: TraceEntry, expected: Double, pulses: Double, _ run: MeasuredRun) -> Double {
    if entry.unit == "counts" { return Double.sqrt(max(expected, 1)) }
    let pairs = run.result[.revealedPairs] ?? pulses
    return pairs > 0 ? max(abs(expected), 1e-3) * Double.sqrt(2 / pairs) : 0
  }

  /// Whether any photon-number yields make the counts: by the proof of the analysis where it decides that, for BB84
  /// by the signs of divided differences, which every source with Poissonian photon numbers obeys.
  static func decoyFeasibility(_ run: MeasuredRun) -> [Finding] {
    var list: [Finding] = []
    let infeasible: [ReasonForZero.Kind] = [
      .inconsistentTestData, .infeasibleDecoyData, .inconsistentData, .countsContradictSettings,
      .estimatesContradictCalibration,
    ]
    let reason = run.result.reasonForZero
    let isInfeasible = reason.map { infeasible.contains($0.kind) } ?? false
    list.append(
      Finding(
        "feasible_data", "the data can come from the assumed source", isInfeasible ? .violated : .passed,
        isInfeasible ? reason?.description ?? "" : "the analysis found no contradiction"))
    return list + run.decoys.compactMap(differences)
  }

  /// Q(μ) e^μ = Σ Y_n μ^n/n! with Y_n ≥ 0 has no negative divided difference.
  private static func differences(_ counts: DecoyCounts) -> Finding? {
    var points: [(mu: Double, value: Double, deviation: Double)] = []
    for point in counts.points {
      guard point.probability > 0 else { break }
      let scale = Double.exp(point.intensity) / point.probability
      points.append((point.intensity, point.count * scale, Double.sqrt(max(point.count, 1)) * scale))
    }
    guard points.count >= 2 else { return nil }
    points.sort { $0.mu < $1.mu }
    var worst: (residual: Double, order: Int)?
    func consider(_ value: Double, _ deviation: Double, _ order: Int) {
      let residual = deviation > 0 ? value / deviation : 0
      if residual < worst?.residual ?? .infinity { worst = (residual, order) }
    }
    func slope(_ a: Int, _ b: Int) -> (value: Double, deviation: Double) {
      let width = points[b].mu - points[a].mu
      let deviation = Double.sqrt(
        points[a].deviation * points[a].deviation + points[b].deviation * points[b].deviation)
      return ((points[b].value - points[a].value) / width, deviation / width)
    }
    for index in points.indices.dropLast() where points[index + 1].mu > points[index].mu {
      let s = slope(index, index + 1)
      consider(s.value, s.deviation, 1)
    }
    if points.count == 3, points[0].mu < points[1].mu, points[1].mu < points[2].mu {
      let width = points[2].mu - points[0].mu
      let low = slope(0, 1)
      let high = slope(1, 2)
      let deviation = Double.sqrt(low.deviation * low.deviation + high.deviation * high.deviation) / width
      consider((high.value - low.value) / width, deviation, 2)
    }
    guard let worst else { return nil }
    let isOdd = worst.residual < -limit
    return Finding(
      "decoys_\(counts.symbol)", "\(counts.name): counts per pulse sent obey the decoy constraints",
      residual: worst.residual,
      isOdd ? .violated : .passed,
      isOdd
        ? "the divided difference of order \(worst.order) of Q exp(mu) is negative by \((-worst.residual).words) standard deviations: no photon-number yields give these counts"
        : "the least divided difference of Q exp(mu) is \(worst.residual.words) standard deviations from zero")
  }

  /// Whether the counts fit the stated loss: no more arrives than the largest transmittance lets through (BND-43).
  ///
  /// - Parameter transmittance: η_max of the ceiling; nil if no loss is stated.
  static func loss(_ run: MeasuredRun, _ claim: ClaimFile, _ transmittance: Double?) -> [Finding] {
    guard let eta = transmittance, eta < 1, let pulses = run.result.pulses, pulses > 0 else { return [] }
    let test = "the counts fit the stated loss"
    if let least = run.result.value("T_lo"), !claim.family.traits.countsClicks {
      let isOver = least > eta
      return [
        Finding(
          "loss", test, expected: eta, observed: least, residual: least - eta, isOver ? .violated : .passed,
          "the data show a transmittance of at least \(least.words), the stated loss lets \(eta.words) through (BND-43)"
        )
      ]
    }
    // Detections of both bases together: sifting can only leave fewer.
    let lists = run.decoys.filter { !$0.name.contains("errors") }
    guard let first = lists.first, first.points.count >= 2 else {
      return [Finding("loss", test, .notTested, "the counts do not test the loss")]
    }
    let sums = first.points.indices.map { k in
      (
        intensity: first.points[k].intensity, probability: first.points[k].probability,
        count: lists.reduce(0) { $0 + ($1.points.indices.contains(k) ? $1.points[k].count : 0) }
      )
    }.sorted { $0.intensity < $1.intensity }
    let afterPulses = 1 + (claim.number(DetectorKeys.afterpulseProbability.path) ?? 0)
    func gain(_ k: Int, _ sign: Double) -> Double {
      let deviations = 7 * Double.sqrt(max(sums[k].count, 1))
      return max(0, sums[k].count + sign * deviations) / (pulses * sums[k].probability)
    }
    for k in sums.indices.dropFirst() where sums[k].probability > 0 && sums[0].probability > 0 {
      let seen = gain(k, -1) - gain(0, 1)
      let most = -Double.expMinusOne(-(sums[k].intensity - sums[0].intensity) * eta) * afterPulses
      guard seen > most else { continue }
      return [
        Finding(
          "loss", test, expected: most, observed: seen, residual: seen / most - 1, .violated,
          "intensity \(sums[k].intensity.words) is detected \(seen.words) times per pulse more than the weakest; the stated loss lets at most \(most.words) through (BND-43)"
        )
      ]
    }
    return [
      Finding("loss", test, .passed, "no intensity is detected more often than the stated loss allows (BND-43)")
    ]
  }
}
