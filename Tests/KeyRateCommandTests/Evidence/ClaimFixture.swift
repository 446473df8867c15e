// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateTestSupport

extension Fixtures {
  /// A claim that is supported, and evaluated in a moment.
  static let claim = SmallClaim.text
}
