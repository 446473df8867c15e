// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// Reads the parts of a claim that no parameter file has.
enum ClaimReading {
  static func statement(_ reader: DocumentReader) -> ClaimStatement {
    let quantities: [(key: Key<Double>, quantity: ClaimStatement.Quantity)] = [
      (ClaimKeys.ratePerPulse, .ratePerPulse), (ClaimKeys.bitsPerSecond, .bitsPerSecond),
      (ClaimKeys.lengthBits, .lengthBits),
    ]
    let given = reader.atMostOne(of: quantities.map(\.key))
    let sifting = reader.ifGiven(ClaimKeys.sifting)
    if sifting != .excluded, reader.gives(ClaimKeys.siftingFactor) {
      reader.refuse(ClaimKeys.siftingFactor, "goes with claim.sifting = \"excluded\"")
    }
    let counted = reader.table[CountsKeys.pulses]?.number ?? reader.table[CountsKeys.symbols]?.number
    let planned = reader.table[SecurityKeys.pulses]?.number ?? reader.table[SecurityKeys.symbols]?.number
    return ClaimStatement(
      claimant: reader.ifGiven(ClaimKeys.claimant) ?? "not named",
      words: reader.ifGiven(ClaimKeys.statement),
      quantity: quantities.first { $0.key.path == given?.path }?.quantity,
      value: given.flatMap { reader.ifGiven($0) },
      clockHz: reader.ifGiven(ClaimKeys.clockHz) ?? reader.ifKnown(SourceKeys.repetitionRateHz),
      overhead: reader.table[SourceKeys.overhead]?.number ?? 0, dutyCycle: reader.ifGiven(ClaimKeys.dutyCycle),
      countsEveryPulse: sifting.map { $0 == .included },
      siftingFactor: reader.ifGiven(ClaimKeys.siftingFactor),
      acquisitionTimeSeconds: reader.ifGiven(ClaimKeys.acquisitionTimeS), pulses: counted ?? planned,
      hasFixedLength: reader.ifGiven(ClaimKeys.length).map { $0 == .fixed },
      isOneWay: reader.ifGiven(ClaimKeys.errorCorrection).map { $0 == .oneWay },
      authenticationBits: reader.ifGiven(ClaimKeys.authenticationBits),
      abortProbability: reader.ifGiven(ClaimKeys.abortProbability),
      modesPerPulse: reader.gives(LinkKeys.modesPerPulse) ? Double(reader[LinkKeys.modesPerPulse]) : nil,
      opticalBandwidthHz: reader.ifGiven(ClaimKeys.opticalBandwidthHz),
      spatialModes: reader.ifGiven(ClaimKeys.spatialModes), stations: reader.ifGiven(ClaimKeys.stations),
      secrecy: reader.ifKnown(SecurityKeys.secrecy),
      correctness: reader.ifKnown(SecurityKeys.correctness),
      totalFailureProbability: reader.ifGiven(ClaimKeys.totalFailureProbability),
      siftedBits: reader.ifGiven(ClaimKeys.siftedBits), errorRate: reader.ifGiven(ClaimKeys.errorRate),
      coverageFactor: reader[ClaimKeys.coverageFactor])
  }

  static func evidence(_ reader: DocumentReader, gateSeconds: Double?) -> [ClaimEvidence] {
    var seen: Set<String> = []
    return reader.tables(EvidenceKeys.tables) { entry -> ClaimEvidence? in
      let key = entry[EvidenceKeys.key]
      let source = entry[EvidenceKeys.source]?.rawValue ?? ""
      let relative = entry.ifGiven(EvidenceKeys.relativeUncertainty)
      let absolute = entry.ifGiven(EvidenceKeys.uncertainty)
      if relative != nil, absolute != nil {
        entry.refuse(EvidenceKeys.relativeUncertainty, "cannot be given together with uncertainty")
      }
      let coverage = entry.ifGiven(EvidenceKeys.coverageFactor)
      if relative != nil || absolute != nil, coverage == nil, !entry.gives(EvidenceKeys.coverageFactor) {
        entry.refuse(
          EvidenceKeys.coverageFactor, "must be given with an uncertainty",
          hint: "1 for a standard uncertainty, 2 for an expanded one of about 95 %")
      }
      guard let value = number(of: key, entry, reader) else { return nil }
      if !seen.insert(key).inserted { entry.refuse(EvidenceKeys.key, "has an [[evidence]] already") }
      let stated = entry.ifGiven(EvidenceKeys.value)
      let unit = entry.ifGiven(EvidenceKeys.unit)
      if (stated == nil) != (unit == nil), entry.isSound {
        entry.refuse(
          stated == nil ? EvidenceKeys.value.path : EvidenceKeys.unit.path,
          "must be given together with \(stated == nil ? "unit" : "value")")
      }
      var converted: Double?
      if let stated, let unit {
        converted = unit.converted(stated, to: key, gateSeconds: gateSeconds)
        if converted == nil {
          entry.refuse(EvidenceKeys.unit, "does not go with \(key)", hint: conversionHint(key, unit))
        }
      }
      return ClaimEvidence(
        key: key, value: value, uncertainty: absolute ?? relative.map { $0 * abs(value) }, coverageFactor: coverage,
        source: source, reference: entry.ifGiven(EvidenceKeys.reference),
        stated: stated.flatMap { value in unit.map { (value, $0) } }, convertedValue: converted)
    }.compactMap { $0 }
  }

  private static func conversionHint(_ key: String, _ unit: ClaimUnit) -> String? {
    key.contains("dark_count") || key.contains("background")
      ? "counts per second become a probability only with detector.gate_s or source.repetition_rate_hz" : nil
  }

  /// The number of a key that an `[[evidence]]` names; wrong names are refused with the nearest one given.
  private static func number(of key: String, _ entry: DocumentReader, _ reader: DocumentReader) -> Double? {
    guard !key.isEmpty, entry.gives(EvidenceKeys.key) else { return nil }
    if let value = ClaimChange.number(at: key, in: reader.table) { return value }
    if let value = reader.table[key] {
      entry.refuse(
        EvidenceKeys.key,
        value.array == nil ? "is not a number but \(value.kindInWords)" : "is a list: name one of its elements",
        hint: value.array == nil ? nil : "write \(key)[1] for the first")
      return nil
    }
    let known = reader.table.leaves.filter { $0.value.number != nil }.map(\.path)
    let near = NearestName.nearest(to: key, among: known)
    entry.refuse(
      EvidenceKeys.key, "is not given in this file",
      hint: near.map { "did you mean \($0)?" } ?? "known are \(known.joined(separator: ", "))")
    return nil
  }

  static func assumptions(_ reader: DocumentReader) -> [ClaimedAssumption] {
    reader.tables(AssumptionKeys.tables) { entry in
      ClaimedAssumption(
        words: entry[AssumptionKeys.about], status: entry[AssumptionKeys.status]?.rawValue ?? "",
        reference: entry.ifGiven(AssumptionKeys.reference))
    }
  }

  static func failures(_ reader: DocumentReader) -> [ClaimedFailure] {
    reader.tables(FailureKeys.tables) { entry in
      ClaimedFailure(
        event: entry[FailureKeys.event], count: entry[FailureKeys.count], probability: entry[FailureKeys.probability])
    }
  }
}
