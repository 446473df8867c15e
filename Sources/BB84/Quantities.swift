// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The quantities of decoy-state BB84; each is declared beside its formula.
package enum Quantities {
  /// All, in the order of the notation page and in every form.
  package static var all: [Quantity] {
    setup + settings + asymptoticSettings + channel + counts + asymptotic + estimates + key + threeState + acceptance
      + [plob]
  }
}
