// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// A value that a verdict needs: any one of some keys.
package struct ClaimNeed: Sendable, Equatable {
  /// The keys, any of which will do; the first is the usual one.
  package let keys: [String]
  /// What it is for.
  package let purpose: String
}

extension ClaimFile {
  /// What the verdict needs and the claim leaves out, though a parameter file would have a default for it.
  ///
  /// A default is a convenience for planning; in a claim it would be an assumption that nobody has made.
  package var missingNeeds: [ClaimNeed] {
    needs.filter { need in !need.keys.contains { table[$0] != nil } }
  }

  /// How the claim states the loss of its link; nil if it does not.
  package var linkStatement: LinkStatement? { LinkStatement { table[$0] != nil } }

  private var needs: [ClaimNeed] {
    var list: [ClaimNeed] = []
    func need(_ keys: String..., for purpose: String) { list.append(ClaimNeed(keys: keys, purpose: purpose)) }
    if linkStatement?.isLength ?? false {
      need(LinkKeys.attenuationDbPerKm.path, for: "the loss of the fibre")
    }
    need(
      LinkKeys.modesPerPulse.path, ClaimKeys.opticalBandwidthHz.path, for: "the number of uses of the channel (BND-1)"
    )
    if family.traits.stationsByDefinition == nil {
      need(ClaimKeys.stations.path, for: "the stations between the ends (R2)")
    }
    need(DetectorKeys.efficiency.path, for: "the receiver")
    list += family.traits.deviceNeeds.map { ClaimNeed(keys: $0.keys, purpose: $0.purpose) }
    if table[CountsKeys.errorCorrectionLeakBits] == nil, family.fileVocabulary[family.traits.leakageKey] != nil {
      need(
        family.traits.leakageKey,
        for: family.traits.leakageKey == SecurityKeys.reconciliationEfficiency.path
          ? "the leakage of reconciliation" : "the leakage of error correction")
    }
    if isFinite {
      need(SecurityKeys.secrecy.path, SecurityKeys.secrecyPerBit.path, for: "the secrecy parameter of the claimed key")
      need(SecurityKeys.correctness.path, for: "the correctness parameter of the claimed key")
    }
    return list
  }

  /// Numbers of the link and the devices without an `[[evidence]]` that gives an uncertainty.
  package var valuesWithoutUncertainty: [String] {
    let stated = Set(evidence.filter { $0.uncertainty != nil }.map(\.key))
    let vocabulary = ClaimKeys.vocabulary(family)
    return table.leaves.compactMap { path, value in
      guard path.hasPrefix("link.") || path.hasPrefix("detector."), value.number != nil, !stated.contains(path),
        case .number? = vocabulary[path]?.kind, ![DetectorKeys.gateS.path, LinkKeys.aliceShare.path].contains(path)
      else { return nil }
      return path
    }
  }

  /// The range of values that the vocabulary allows for a key.
  package func allowedRange(of key: String) -> AllowedRange {
    ClaimKeys.vocabulary(family)[String(key.prefix { $0 != "[" })]?.range ?? .any
  }

  /// The number of a key that the evaluation uses: that of the file, or what replaces one that cannot be.
  package func numberInForce(_ key: String) -> Double? {
    corrections.first { $0.key == key }?.used ?? ClaimChange.number(at: key, in: table)
  }

  /// The number of a key, as the file gives it.
  package func number(_ key: String) -> Double? { ClaimChange.number(at: key, in: table) }

  /// The word of a key, as the file gives it.
  package func word(_ key: String) -> String? {
    guard let value = table[key] else { return nil }
    return value.text
  }

  /// Whether the file gives a key.
  package func gives(_ key: String) -> Bool { table[key] != nil }

  /// The numbers of a key that holds one, a list, or a list of lists; nil if the file does not give it.
  package func numbers(_ key: String) -> [Double]? {
    guard let value = table[key] else { return nil }
    return Self.flat(value)
  }

  private static func flat(_ value: LocatedValue) -> [Double] {
    if let elements = value.array { return elements.flatMap(flat) }
    if let number = value.number { return [number] }
    return []
  }
}
