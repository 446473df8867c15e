// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The quantities of BB84 without decoys; each is declared beside its formula.
package enum Quantities {
  /// All, in the order of the notation page and in every form.
  package static var all: [Quantity] {
    setup + settings + channel + counts + estimates + passiveDecoys + asymptotic + key + attacks + [plob]
  }
}
