// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import Testing

/// A file with one mistake and what the program must say about it, word for word.
///
/// The parameter file is called `f.toml`, the table beside it `run.csv`. Whoever changes a message
/// changes it here, and reads it aloud first: would a physicist know at once what to change?
struct MalformedFile: Sendable, CustomTestStringConvertible {
  /// The mistake in a few words.
  let mistake: String
  /// The parameter file.
  let text: String
  /// The CSV file beside it, if there is one.
  let table: String?
  /// What the command line sets on top.
  let settings: [(key: String, value: String)]
  /// One line for each thing that is wrong.
  let expected: String

  init(
    _ mistake: String, _ text: String, table: String? = nil, settings: [(key: String, value: String)] = [],
    says expected: String
  ) {
    self.mistake = mistake
    self.text = text
    self.table = table
    self.settings = settings
    self.expected = expected
  }

  var testDescription: String { mistake }

  /// What the program says: every message on its own line, or `accepted`.
  ///
  /// A file with counts is analysed, one with a sweep has every curve read, any other is evaluated
  /// at the centre of what it leaves open.
  var message: String {
    do {
      let file = try ParameterFile(text: text, fileName: "f.toml", settings: settings)
      if file.hasCounts {
        _ = try file.run(
          reading: CountsSource { name in
            guard let table else {
              throw DocumentError(position: SourcePosition(file: name), problem: "cannot be read: does not exist")
            }
            return TextFile(name: name, text: table)
          })
      } else if file.hasSweep {
        _ = try file.sweep()
      } else {
        let link = try file.link()
        _ = try link.evaluate(link.search?.variables.map { _ in 0.5 } ?? [])
      }
      return "accepted"
    } catch {
      return "\(error)"
    }
  }
}

/// Beginnings of files that are right so far.
extension MalformedFile {
  /// The words that `protocol` takes, as messages list them.
  static let families = ProtocolFamily.all.map(\.name).joined(separator: ", ")
  /// The same in quotes.
  static let quotedFamilies = ProtocolFamily.all.map { "\"\($0.name)\"" }.joined(separator: ", ")

  /// Three lines of a finite-key analysis.
  static let finite = """
    protocol = "bb84"
    link.loss_db = 20
    security.pulses = 1e9

    """

  /// Three lines of an asymptotic analysis.
  static let asymptotic = """
    protocol = "bb84"
    link.loss_db = 20
    security.analysis = "asymptotic"

    """

  /// Three lines and the header of a sweep.
  static let sweep = finite + "[sweep]\n"

  /// Five lines of a run with one decoy, its counts still to come.
  static let countsHead = """
    protocol = "bb84"
    source.intensities = [0.5, 0.15]
    source.intensity_probabilities = [0.7, 0.3]
    [counts]
    pulses = 1e10

    """

  /// The same with its four lists of counts, nine lines.
  static let countsWithLists =
    countsHead + """
      key_basis_detections = [2521034, 324345]
      key_basis_errors = [27731, 4752]
      test_basis_detections = [48012, 6177]
      test_basis_errors = [529, 92]

      """

  /// The same with its counts in a table, six lines.
  static let countsWithFile = countsHead + "file = \"run.csv\"\n"
}
