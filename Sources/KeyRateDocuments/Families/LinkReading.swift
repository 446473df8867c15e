import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

/// What every family reads in the same way.
enum LinkReading {
  /// The channel from exactly one of distance, loss and transmittance.
  static func channel(_ reader: DocumentReader) -> Transmittance? {
    guard
      let key = reader.exactlyOne(of: ["link.distance_km", "link.loss_db", "link.transmittance"])
    else { return nil }
    let attenuation = reader.number("link.attenuation_db_per_km")
    let excess = reader.number("link.excess_loss_db")
    let value = reader.number(key)
    if key != "link.distance_km" {
      for fibre in ["link.attenuation_db_per_km", "link.excess_loss_db"] where reader.gives(fibre) {
        reader.refuse(
          fibre, "goes with link.distance_km, but the file gives \(key)", hint: "\(key) is the whole loss of the channel")
      }
    }
    guard reader.isSound else { return nil }
    switch key {
    case "link.loss_db": return Transmittance(lossDecibel: value)
    case "link.transmittance": return Transmittance(value)
    default:
      return Fibre(lengthKm: value, attenuationDecibelPerKm: attenuation, excessLossDecibel: excess)?.transmittance
    }
  }

  /// The repeaterless bound for one mode per pulse and, if the pulse has more, for all of them.
  static func bounds(_ channel: Transmittance, _ reader: DocumentReader) -> [LinkProblem.Bound] {
    let perMode = PureLoss.repeaterless(channel)
    var list = [
      LinkProblem.Bound(column: "plob", label: "PLOB, one mode per pulse", ratePerPulse: perMode)
    ]
    let modes = reader.integer("link.modes_per_pulse")
    if modes > 1 {
      list.append(
        LinkProblem.Bound(
          column: "plob_modes", label: "PLOB × \(modes) modes",
          ratePerPulse: PureLoss.perPulse(perMode, modes: Double(modes))))
    }
    return list
  }

  /// Turns an analysis's refusal, which speaks in symbols, into one that names key and line.
  static func refuse(_ error: InputError, keys: [String: String], _ reader: DocumentReader) {
    let symbol = error.quantity.prefix { $0 != "[" }
    guard let key = keys[String(symbol)] else {
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
