// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import SendingOrNotSending

/// In a file of its own: a type of the twin-field family has the name of this module.
enum SendingOrNotSendingQuantities {
  static let all: [Quantity] = Quantities.all
}
