// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading
import KeyRateLinks
import RealModule

/// Units in which certificates and data sheets state values.
package enum ClaimUnit: String, Sendable, CaseIterable {
  case fraction = "1"
  case percent = "%"
  case decibel = "dB"
  case decibelPerKilometre = "dB/km"
  case kilometre = "km"
  case metre = "m"
  case perSecond = "1/s"
  case hertz = "Hz"
  case kilohertz = "kHz"
  case megahertz = "MHz"
  case gigahertz = "GHz"
  case perGate = "1/gate"
  case second = "s"
  case nanosecond = "ns"
  case picosecond = "ps"
  case photons = "photon/pulse"
  case shotNoise = "SNU"
  case milliShotNoise = "mSNU"

  /// The value in the unit of a key; nil if the unit does not go with the key or the gate is unknown.
  ///
  /// - Parameters:
  ///   - key: the key of the parameter file, whose name ends in its unit or has a unit by its kind.
  ///   - gateSeconds: the gate, to turn counts per second into a probability per gate.
  func converted(_ value: Double, to key: String, gateSeconds: Double?) -> Double? {
    let name = String(KeyText.lastComponent(key).prefix { $0 != "[" })
    if name.hasSuffix("_db") { return self == .decibel ? value : nil }
    if name.hasSuffix("_db_per_km") { return self == .decibelPerKilometre ? value : nil }
    if name.hasSuffix("_km") { return self == .kilometre ? value : self == .metre ? value / 1000 : nil }
    if name.hasSuffix("_hz") { return hertz(value, gateSeconds: gateSeconds) }
    if name.hasSuffix("_s") {
      switch self {
      case .second: return value
      case .nanosecond: return value * 1e-9
      case .picosecond: return value * 1e-12
      default: return nil
      }
    }
    if name == "dark_count_probability" || name == "background_probability" {
      switch self {
      case .perGate, .fraction: return value
      case .percent: return value / 100
      default:
        return hertz(value, gateSeconds: nil).flatMap { rate in
          gateSeconds.map { DarkCounts.probability(ratePerSecond: rate, gateSeconds: $0) }
        }
      }
    }
    if name == "electronic_noise" || name == "excess_noise" || name == "modulation_variance" {
      return self == .shotNoise || self == .fraction ? value : self == .milliShotNoise ? value * 1e-3 : nil
    }
    if name.hasSuffix("intensities") || name.hasSuffix("intensity") || name.hasSuffix("photons") {
      return self == .photons || self == .fraction ? value : nil
    }
    switch self {
    case .fraction: return value
    case .percent: return value / 100
    case .decibel where name == "transmittance" || name == "efficiency": return Double.exp10(-value / 10)
    default: return nil
    }
  }

  private func hertz(_ value: Double, gateSeconds: Double?) -> Double? {
    switch self {
    case .hertz, .perSecond: value
    case .kilohertz: value * 1e3
    case .megahertz: value * 1e6
    case .gigahertz: value * 1e9
    case .perGate: gateSeconds.map { value / $0 }
    default: nil
    }
  }
}
