// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension SecretKeyRate {
  /// What is known of the rounding errors in the length, beginning with "certified" or with "not certified: ".
  public var roundingStatement: String { rounding.statement }
  /// Between which numbers of bits the length lies before it is rounded down, whatever the rounding; nil if it was
  /// evaluated in doubles only.
  public var certifiedRawLengthBits: ClosedRange<Double>? {
    rounding.length.map { $0.raw.lower...$0.raw.upper }
  }
}
