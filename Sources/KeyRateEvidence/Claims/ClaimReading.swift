// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// Reads the parts of a claim that no parameter file has.
enum ClaimReading {
  static func statement(_ reader: DocumentReader) -> ClaimStatement {
    let keys = ["claim.rate_per_pulse", "claim.bits_per_second", "claim.length_bits"]
    let quantities: [ClaimStatement.Quantity] = [.ratePerPulse, .bitsPerSecond, .lengthBits]
    let given = reader.atMostOne(of: keys)
    let index = given.flatMap { keys.firstIndex(of: $0) }
    let sifting = reader.choiceIfPresent("claim.sifting", as: ClaimKeys.Sifting.self)
    if sifting != .excluded, reader.gives("claim.sifting_factor") {
      reader.refuse("claim.sifting_factor", "goes with claim.sifting = \"excluded\"")
    }
    let counted = reader.table["counts.pulses"]?.number ?? reader.table["counts.symbols"]?.number
    let planned = reader.table["security.pulses"]?.number ?? reader.table["security.symbols"]?.number
    return ClaimStatement(
      claimant: reader.textIfPresent("claim.claimant") ?? "not named",
      words: reader.textIfPresent("claim.statement"), quantity: index.map { quantities[$0] },
      value: given.flatMap { reader.numberIfPresent($0) },
      clockHz: reader.numberIfPresent("claim.clock_hz") ?? reader.numberIfPresent("source.repetition_rate_hz"),
      overhead: reader.table["source.overhead"]?.number ?? 0, dutyCycle: reader.numberIfPresent("claim.duty_cycle"),
      countsEveryPulse: sifting.map { $0 == .included },
      siftingFactor: reader.numberIfPresent("claim.sifting_factor"),
      acquisitionTimeSeconds: reader.numberIfPresent("claim.acquisition_time_s"), pulses: counted ?? planned,
      hasFixedLength: reader.textIfPresent("claim.length").map { $0 == "fixed" },
      isOneWay: reader.textIfPresent("claim.error_correction").map { $0 == "one-way" },
      authenticationBits: reader.numberIfPresent("claim.authentication_bits"),
      abortProbability: reader.numberIfPresent("claim.abort_probability"),
      modesPerPulse: reader.gives("link.modes_per_pulse") ? Double(reader.integer("link.modes_per_pulse")) : nil,
      opticalBandwidthHz: reader.numberIfPresent("claim.optical_bandwidth_hz"),
      secrecy: reader.numberIfPresent("security.secrecy"),
      correctness: reader.numberIfPresent("security.correctness"),
      totalFailureProbability: reader.numberIfPresent("claim.total_failure_probability"),
      siftedBits: reader.numberIfPresent("claim.sifted_bits"), errorRate: reader.numberIfPresent("claim.error_rate"),
      coverageFactor: reader.number("claim.coverage_factor"))
  }

  static func evidence(_ reader: DocumentReader, gateSeconds: Double?) -> [ClaimEvidence] {
    var seen: Set<String> = []
    return reader.tables("evidence") { entry -> ClaimEvidence? in
      let key = entry.text("key")
      let source = entry.text("source")
      let relative = entry.numberIfPresent("relative_uncertainty")
      let absolute = entry.numberIfPresent("uncertainty")
      if relative != nil, absolute != nil {
        entry.refuse("relative_uncertainty", "cannot be given together with uncertainty")
      }
      let coverage = entry.numberIfPresent("coverage_factor")
      if relative != nil || absolute != nil, coverage == nil, !entry.gives("coverage_factor") {
        entry.refuse(
          "coverage_factor", "must be given with an uncertainty",
          hint: "1 for a standard uncertainty, 2 for an expanded one of about 95 %")
      }
      guard let value = number(of: key, entry, reader) else { return nil }
      if !seen.insert(key).inserted { entry.refuse("key", "has an [[evidence]] already") }
      let stated = entry.numberIfPresent("value")
      let unit = entry.choiceIfPresent("unit", as: ClaimUnit.self)
      if (stated == nil) != (unit == nil), entry.isSound {
        entry.refuse(
          stated == nil ? "value" : "unit", "must be given together with \(stated == nil ? "unit" : "value")")
      }
      var converted: Double?
      if let stated, let unit {
        converted = unit.converted(stated, to: key, gateSeconds: gateSeconds)
        if converted == nil { entry.refuse("unit", "does not go with \(key)", hint: conversionHint(key, unit)) }
      }
      return ClaimEvidence(
        key: key, value: value, uncertainty: absolute ?? relative.map { $0 * abs(value) }, coverageFactor: coverage,
        source: source, reference: entry.textIfPresent("reference"),
        stated: stated.flatMap { value in unit.map { (value, $0) } }, convertedValue: converted)
    }.compactMap { $0 }
  }

  private static func conversionHint(_ key: String, _ unit: ClaimUnit) -> String? {
    key.contains("dark_count") || key.contains("background")
      ? "counts per second become a probability only with detector.gate_s or source.repetition_rate_hz" : nil
  }

  /// The number of a key that an `[[evidence]]` names; wrong names are refused with the nearest one given.
  private static func number(of key: String, _ entry: DocumentReader, _ reader: DocumentReader) -> Double? {
    guard !key.isEmpty, entry.gives("key") else { return nil }
    if let value = ClaimChange.number(at: key, in: reader.table) { return value }
    if let value = reader.table[key] {
      entry.refuse(
        "key", value.array == nil ? "is not a number but \(value.kindInWords)" : "is a list: name one of its elements",
        hint: value.array == nil ? nil : "write \(key)[1] for the first")
      return nil
    }
    let known = reader.table.leaves.filter { $0.value.number != nil }.map(\.path)
    let near = NearestName.nearest(to: key, among: known)
    entry.refuse(
      "key", "is not given in this file",
      hint: near.map { "did you mean \($0)?" } ?? "known are \(known.joined(separator: ", "))")
    return nil
  }

  static func assumptions(_ reader: DocumentReader) -> [ClaimedAssumption] {
    reader.tables("assumption") { entry in
      ClaimedAssumption(
        words: entry.text("about"), status: entry.text("status"), reference: entry.textIfPresent("reference"))
    }
  }

  static func failures(_ reader: DocumentReader) -> [ClaimedFailure] {
    reader.tables("failure") { entry in
      ClaimedFailure(
        event: entry.text("event"), count: entry.integer("count"), probability: entry.number("probability"))
    }
  }
}
