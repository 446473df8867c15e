// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

/// What every family reads in the same way.
enum LinkReading {
  /// The channel from exactly one of distance, loss and transmittance.
  static func channel(_ reader: DocumentReader) -> Transmittance? {
    guard
      let key = reader.exactlyOne(of: [LinkKeys.distanceKm, LinkKeys.lossDb, LinkKeys.transmittance])
    else { return nil }
    let attenuation = reader[LinkKeys.attenuationDbPerKm]
    let excess = reader[LinkKeys.excessLossDb]
    let value = reader[key]
    if key.path != LinkKeys.distanceKm.path {
      for fibre in [LinkKeys.attenuationDbPerKm.path, LinkKeys.excessLossDb.path] where reader.gives(fibre) {
        reader.refuse(
          fibre, "goes with link.distance_km, but the file gives \(key.path)",
          hint: "\(key.path) is the whole loss of the channel")
      }
    }
    guard reader.isSound else { return nil }
    switch key.path {
    case LinkKeys.lossDb.path: return Transmittance(lossDecibel: value)
    case LinkKeys.transmittance.path: return Transmittance(value)
    default:
      return Fibre(lengthKm: value, attenuationDecibelPerKm: attenuation, excessLossDecibel: excess)?.transmittance
    }
  }

  /// Dark counts per detector and gate, from a probability or from a rate with the gate's length.
  static func darkCounts(_ reader: DocumentReader) -> Double {
    let probability = DetectorKeys.darkCountProbability
    let rateKey = DetectorKeys.darkCountRateHz
    guard reader.atMostOne(of: [probability, rateKey])?.path == rateKey.path else {
      if reader.gives(DetectorKeys.gateS), !reader.gives(rateKey) {
        reader.refuse(DetectorKeys.gateS, "goes with detector.dark_count_rate_hz")
      }
      return reader[probability]
    }
    let rate = reader.ifGiven(rateKey) ?? 0
    if rate > 0, rate < 1e-4 {
      reader.refuse(
        rateKey, "must be 0 or at least 0.0001 counts per second",
        hint: "is this a probability per gate? give detector.dark_count_probability")
    }
    let clock = reader.ifGiven(SourceKeys.repetitionRateHz)
    guard let gate = reader.ifGiven(DetectorKeys.gateS) ?? clock.map({ 1 / $0 }) else {
      // A gate out of its range has been reported by itself.
      if reader.gives(DetectorKeys.gateS) || reader.gives(SourceKeys.repetitionRateHz) { return 0 }
      reader.refuse(
        rateKey, "needs detector.gate_s or source.repetition_rate_hz",
        hint: "a rate becomes a probability per gate only with the gate's length")
      return 0
    }
    // A tenth beyond the period is rounding of a stated clock.
    if let clock, gate * clock > 1.1 {
      reader.refuse(
        DetectorKeys.gateS,
        "cannot be longer than the clock period of \(LogarithmicSpacing.rounded(1 / clock).plain) s",
        hint: "in seconds: 100 ps is 1e-10")
    }
    return DarkCounts.probability(ratePerSecond: rate, gateSeconds: gate)
  }

  /// A limit that can be drawn.
  enum BoundChoice: String, CaseIterable {
    case plob
    case plobWithReceiver = "plob-with-receiver"
    case singleRepeater = "single-repeater"
    case tgw
  }

  /// The repeaterless bound and the other limits that the file asks for: for one mode per pulse and,
  /// if the pulse has more, for all of them (bounds sheet, section 0).
  static func bounds(
    _ channel: Transmittance, receiver: Transmittance, _ reader: DocumentReader
  ) -> [LinkProblem.Bound] {
    let modes = reader[LinkKeys.modesPerPulse]
    let drawn = boundChoices(reader, default: [.plob])
    if drawn.contains(.singleRepeater) {
      reader.refuse(PlotKeys.bounds, "single-repeater needs a station in the middle", hint: "this link has none")
    }
    var list: [LinkProblem.Bound] = []
    func add(_ choice: BoundChoice, _ column: String, _ label: String, _ perMode: Double) {
      let isDrawn = drawn.contains(choice)
      guard isDrawn || choice == .plob else { return }
      list.append(
        .init(
          column: column, label: label + ", one mode per pulse", ratePerPulse: perMode, isDrawn: isDrawn,
          isCeiling: choice == .plob))
      guard modes > 1 else { return }
      list.append(
        .init(
          column: column + "_modes", label: label + " × \(modes) modes",
          ratePerPulse: PureLoss.perPulse(perMode, modes: Double(modes)), isDrawn: isDrawn))
    }
    add(.plob, "plob", "PLOB", PureLoss.repeaterless(channel))
    add(.plobWithReceiver, "plob_with_receiver", "PLOB with receiver", PureLoss.repeaterless(channel * receiver))
    add(.tgw, "tgw", "TGW", PureLoss.takeokaGuhaWilde(channel))
    return list
  }

  /// `plot.bounds`, with unknown words refused at their place.
  static func boundChoices(_ reader: DocumentReader, default standard: [BoundChoice]) -> [BoundChoice] {
    guard let words = reader.ifGiven(PlotKeys.bounds) else { return standard }
    let elements = reader.table[PlotKeys.bounds]?.array ?? []
    return zip(words, elements).compactMap { word, element in
      if let choice = BoundChoice(rawValue: word) { return choice }
      let known = BoundChoice.allCases.map(\.rawValue)
      let near = NearestName.nearest(to: word, among: known)
      reader.report(
        element.error(
          "must be one of \(known.joined(separator: ", "))", hint: near.map { "did you mean \($0)?" }))
      return nil
    }
  }

  /// Runs a check of the physics and reports its refusal at the key it concerns.
  ///
  /// - Parameter place: where a symbol of the formula sheet stands in this file, if not where the schema says.
  static func checked<T>(
    _ reader: DocumentReader, place: (_ symbol: String) -> (any DocumentKey)? = { _ in nil }, _ body: () throws -> T
  ) rethrows -> T? {
    do {
      return try body()
    } catch let error as InputError {
      refuse(error, place: place, reader)
      return nil
    }
  }

  /// Turns an analysis's refusal, which speaks in symbols, into one that names key and line.
  static func refuse(
    _ error: InputError, place: (_ symbol: String) -> (any DocumentKey)? = { _ in nil }, _ reader: DocumentReader
  ) {
    let symbol = error.quantity.prefix { $0 != "[" }
    guard let key = place(String(symbol))?.path ?? reader.vocabulary.path(ofSymbol: String(symbol)) else {
      reader.report(
        DocumentError(
          position: SourcePosition(file: reader.table.fileName), path: error.quantity, value: error.value,
          problem: error.allowed, hint: error.hint))
      return
    }
    let place = error.quantity == symbol ? "" : " (\(error.quantity) = \(error.value))"
    reader.refuse(key, error.allowed + place, hint: error.hint)
  }
}
