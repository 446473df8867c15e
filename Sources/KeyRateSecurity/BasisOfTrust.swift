// SPDX-License-Identifier: GPL-3.0-or-later
/// What a certified length rests on (the "Security status" section of each formula sheet).
public enum BasisOfTrust: String, Sendable, CaseIterable {
  /// A theorem that is printed in the literature, constants included.
  case published = "published theorem"
  /// A proof of this project from published lemmas, which no one has printed yet.
  case derived = "derivation of this project, unpublished"
}

extension BasisOfTrust {
  /// The words of a status: what a length rests on.
  ///
  /// - Parameter subject: the length that is meant, where there are two.
  package func said(of subject: String = "the length") -> String { "\(subject) rests on a \(rawValue)" }
}

extension AnalysisDescription {
  /// The value of an option; nil if the analysis does not have it.
  package func option(_ name: String) -> String? { options.first { $0.name == name }?.value }

  /// What the length rests on; nil where it is not certified.
  ///
  /// - BB84: the composition theorem of Tupkary, Tan and Lütkenhaus 2024 is printed; the block argument of the
  ///   default is this project's.
  /// - MDI: composition, sampling and decoy inequalities are printed, but the step to yields without those of the X
  ///   basis is this project's, in every analysis that may be certified (mdi sheet, sections 5.1 and 14).
  /// - Twin-field: the structure of Curty and Lo with every failure under the root is printed; linear accounting and
  ///   the joint bound on phase errors are this project's.
  /// - Sending-or-not-sending: decoys and pairing are printed, composition and the theorem on pairs are this project's.
  /// - Continuous variables: hashing and equipartition are printed; the confidence region and the sum over lengths
  ///   are this project's.
  package var basis: BasisOfTrust? {
    guard status == .certified else { return nil }
    let isPublished: Bool
    if calculation.hasPrefix("bb84.") {
      isPublished = option("composition") == "tup24"
    } else if calculation.hasPrefix("tf.cal.") {
      isPublished = option("composition") == "root" && option("phase errors") != "joint"
    } else {
      isPublished = false
    }
    return isPublished ? .published : .derived
  }

  /// Why a length is not certified where only printed theorems count.
  package static let unpublishedReason =
    "only published theorems were asked for, and this length rests on a derivation of this project"

  /// The same for a reader who relies on printed theorems alone.
  package var restrictedToPublished: AnalysisDescription {
    guard basis == .derived else { return self }
    var other = self
    other.status = .planning
    other.statusReasons = [Self.unpublishedReason] + statusReasons
    return other
  }
}
