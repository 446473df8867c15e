// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

extension ProtocolFamily {
  /// Which keys a new value of a key displaces: those of every link, and those of the family.
  func displaced(by key: String, word: String?) -> [String] {
    let common: [String] =
      switch key {
      case LinkKeys.distanceKm.path: [LinkKeys.lossDb.path, LinkKeys.transmittance.path]
      case LinkKeys.lossDb.path, LinkKeys.transmittance.path:
        [
          LinkKeys.distanceKm.path, LinkKeys.attenuationDbPerKm.path, LinkKeys.excessLossDb.path, LinkKeys.lossDb.path,
          LinkKeys.transmittance.path,
        ]
        .filter { $0 != key }
      case SweepKeys.values.path: [SweepKeys.from.path, SweepKeys.to.path, SweepKeys.points.path]
      case SweepKeys.from.path, SweepKeys.to.path, SweepKeys.points.path: [SweepKeys.values.path]
      case "map.x.values", "map.y.values": ["from", "to", "points"].map { key.dropLast("values".count) + $0 }
      case "map.x.from", "map.x.to", "map.x.points": ["map.x.values"]
      case "map.y.from", "map.y.to", "map.y.points": ["map.y.values"]
      default: []
      }
    return common + displacedKeys(key, word)
  }

  /// A copy of a document without what some new keys displace, except for the new keys themselves.
  func clearing(_ table: DocumentTable, for new: [(path: String, word: String?)]) -> DocumentTable {
    let kept = Set(new.map(\.path))
    var result = table
    for (path, word) in new {
      for key in displaced(by: path, word: word) where !kept.contains(key) { result = result.removing(key) }
    }
    return result
  }
}
