// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// A family of protocols.
public struct Family: Sendable, Hashable, CustomStringConvertible {
  /// The word that `protocol = "…"` takes.
  public let name: String
  /// The name for people.
  public let title: String

  private init(_ family: ProtocolFamily) {
    name = family.name
    title = family.title
  }

  /// The title.
  public var description: String { title }

  /// All families.
  public static var all: [Family] { ProtocolFamily.all.map(Family.init) }

  /// The family with a name.
  ///
  /// - Throws: `DocumentError` with the nearest name.
  public init(named name: String) throws {
    guard let family = ProtocolFamily.named(name) else {
      let names = ProtocolFamily.all.map(\.name)
      throw DocumentError(
        path: "protocol", value: name, problem: "must be one of \(names.joined(separator: ", "))",
        hint: NearestName.nearest(to: name, among: names).map { "did you mean \($0)?" })
    }
    self.init(family)
  }

  /// Decoy-state BB84 with one or two decoys.
  public static let bb84 = Family(.bb84)
  /// Twin-field QKD: the protocol of Curty, Azuma and Lo, and others for comparison.
  public static let twinField = Family(.twinField)
  /// Sending-or-not-sending twin-field QKD.
  public static let sendingOrNotSending = Family(.sendingOrNotSending)
  /// The same with actively odd-parity pairing.
  public static let oddParityPairing = Family(.oddParityPairing)
  /// Measurement-device-independent QKD.
  public static let mdi = Family(.mdi)
  /// Continuous variables, point to point.
  public static let continuousVariable = Family(.continuousVariable)
  /// Continuous variables over an untrusted relay.
  public static let continuousVariableRelay = Family(.continuousVariableRelay)
}
