// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks

/// Limits of links whose transmittance varies: averages of the limit while the state is known to everybody (BND-33,
/// LK-90).
///
/// K is convex, so K of the mean transmittance is lower than the average and refutes nothing. An average limits planning;
/// for the run itself the sum over recorded states takes its place (BND-33x).
extension PureLoss {
  /// ⟨K(η)⟩ from Alice to Bob; of a steady link K(η).
  ///
  /// - Parameter receivers: what the detectors let through, given to the eavesdropper; one for each arm.
  package static func repeaterless(_ link: Link, receivers: [Transmittance] = []) -> Double {
    link.mean { repeaterless(receivers.reduce($0.transmittance) { $0 * $1 }) }
  }

  /// The average of the weaker bound of Takeoka, Guha and Wilde.
  package static func takeokaGuhaWilde(_ link: Link) -> Double { link.mean { takeokaGuhaWilde($0.transmittance) } }
}

extension RepeaterChain {
  /// One ideal repeater at the station in the middle: the smaller of the averages over each arm. Not the average of the
  /// smaller: a repeater with memories may store what one arm gives while the other is dark.
  ///
  /// - Parameter station: what the station's detectors let through, given to the eavesdropper.
  package static func bound(_ link: Link, station: Transmittance? = nil) -> Double {
    func arm(_ part: (Link.Sample) -> Link.Arm?) -> Double {
      link.mean { sample in
        guard let arm = part(sample) else { return .infinity }
        return PureLoss.repeaterless(station.map { arm.transmittance * $0 } ?? arm.transmittance)
      }
    }
    return Swift.min(arm { $0.alice }, arm { $0.bob })
  }
}
