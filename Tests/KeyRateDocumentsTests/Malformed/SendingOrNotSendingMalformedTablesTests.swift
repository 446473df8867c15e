// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed files of sending-or-not-sending: tables of counts and links that vary")
struct SendingOrNotSendingMalformedTablesTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  private typealias Text = SendingOrNotSendingText

  static let files: [MalformedFile] = [
    MalformedFile("a table that is right", Text.runWithFile, table: Text.table, says: "accepted"),
    MalformedFile(
      "no table", Text.runWithFile,
      says: """
        run.csv: cannot be read: does not exist
        """),
    MalformedFile(
      "a column misnamed", Text.runWithFile, table: Text.table.replacing("event,count", with: "event,clicks"),
      says: """
        run.csv: has no column count, only event, clicks
        """),
    MalformedFile(
      "an event left out", Text.runWithFile, table: Text.table.replacing("slice_errors,61055\n", with: ""),
      says: """
        run.csv: no row for the event slice_errors
        """),
    MalformedFile(
      "an unknown event", Text.runWithFile, table: Text.table + "both_weak,12\n",
      says: """
        run.csv:14:1: event = both_weak: must be one of nobody_sent, weak_alice, weak_bob, strong_alice, strong_bob, \
        slice_errors, zeros, ones, zero_errors, one_errors, pairs_kept, pair_errors
        """),
    MalformedFile(
      "a count that is not whole", Text.runWithFile, table: Text.table.replacing("zeros,1000000000", with: "zeros,0.5"),
      says: """
        run.csv:8:7: count = 0.5: must be a whole number; give the counts of the run, not rates or averages
        """),
    MalformedFile(
      "a count below zero", Text.runWithFile, table: Text.table.replacing("zeros,1000000000", with: "zeros,-1"),
      says: """
        run.csv:8:7: count = -1: must be at least 0
        """),
    MalformedFile(
      "a count in both places", Text.runWithFile + "zeros = 5\n", table: Text.table,
      says: """
        f.toml:14:1: counts.zeros = 5: cannot be given together with counts.file
        """),
    MalformedFile(
      "pairs without pairing", Text.runWithFile.replacing("aopp", with: "sns"), table: Text.table,
      says: """
        run.csv:12:1: event = pairs_kept: must be one of nobody_sent, weak_alice, weak_bob, strong_alice, \
        strong_bob, slice_errors, zeros, ones, zero_errors, one_errors; pairs are made with protocol = "aopp"
        run.csv:13:1: event = pair_errors: must be one of nobody_sent, weak_alice, weak_bob, strong_alice, \
        strong_bob, slice_errors, zeros, ones, zero_errors, one_errors; pairs are made with protocol = "aopp"
        """),
    MalformedFile(
      "weights of states that do not sum to one", Text.varying.replacing("weight = 0.4", with: "weight = 0.3"),
      says: """
        f.toml:3:1: link.sample: the weights must sum to 1, not 0.9; or give duration_s, of which any sum will do
        """),
    MalformedFile(
      "a loss beside states", "link.loss_db = 50\n" + Text.varying,
      says: """
        f.toml:1:1: link.loss_db = 50: cannot be given together with [[link.sample]]; each sample states its own \
        loss, the whole of it
        """),
    MalformedFile("states that are right", Text.varying, says: "accepted"),
  ]
}
