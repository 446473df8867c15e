// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading

/// Keys above the first table.
package enum FileKeys {
  package static let title = Key<String>(
    "title", absent: "the file's name", "What the file describes; the title of figures.")

  package static let protocolName = KeyDefinition(
    "protocol", .choice(ProtocolFamily.shipped.map(\.name)), "The family of protocols.", aliases: ["family", "scheme"])

  package static let reference = Key<String>(
    "reference", absent: "none", "Where the values come from: paper, table, page.")

  package static let notes = Key<[String]>(
    "notes", absent: "none", "Remarks: which values are assumed, what differs from the source.")
}
