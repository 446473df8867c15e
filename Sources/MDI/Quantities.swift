// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The quantities of measurement-device-independent QKD; each is declared beside its formula.
package enum Quantities {
  /// All, in the order of the notation page and in every form.
  package static var all: [Quantity] {
    setup + relay + channel + settings + counts + asymptotic + estimates + key + adaptive + memories + ceiling
  }
}
