// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateText

/// The comparison of a report with what its own inputs give when everything is computed anew.
package struct Verification: Sendable {
  /// One place where the report does not say what was computed.
  package struct Difference: Sendable, Equatable {
    /// The place as a JSON pointer, such as `/body/sections/trace/model/12/value`.
    package let path: String
    /// What the report says.
    package let recorded: String
    /// What it should say.
    package let recomputed: String
  }

  /// The differences in the order of the document; empty if the report is reproduced.
  package let differences: [Difference]
  /// The SHA-256 of the body as computed from the report's text.
  package let bodySHA256: String
  /// Remarks: another version of the program, and the like.
  package let notes: [String]

  /// The report as computed anew, with the installation that the file names; nil if nothing was recomputed.
  let recomputed: (report: EvidenceReport, document: JSONValue)?

  /// The Markdown and the HTML file that belong to the report, by their endings; empty if nothing was recomputed.
  package var renderings: [(ending: String, text: String)] {
    guard let (report, document) = recomputed else { return [] }
    return [(".md", report.markdown(document: document)), (".html", report.html(document: document))]
  }

  /// Whether every digit is reproduced.
  package var isReproduced: Bool { differences.isEmpty }

  /// Recomputes a report from the files embedded in it, and compares.
  ///
  /// - Parameters:
  ///   - file: the JSON document.
  ///   - program: this program.
  ///   - make: how a report is made; the tests count and cache it.
  /// - Throws: `DocumentError` if the file is no report at all, and what the analyses throw.
  package static func check(
    _ file: TextFile, program: ProgramIdentity,
    make: (ReportInputs, ExaminationOptions) throws -> EvidenceReport
  ) throws -> Verification {
    let recorded: JSONNode
    do {
      recorded = try JSONNode(parsing: file.text)
    } catch {
      throw DocumentError(
        position: SourcePosition(file: file.name, line: error.line), problem: "is no JSON document: \(error.problem)")
    }
    func refusal(_ problem: String) -> DocumentError {
      DocumentError(
        position: SourcePosition(file: file.name), problem: problem,
        hint: "give the .json file that `keyrate validate --output` wrote")
    }
    guard let body = recorded["body"], case .object = body else { throw refusal("is not an evidence report") }
    var differences: [Difference] = []
    var notes: [String] = []
    if recorded["format"]?.text != EvidenceReport.format {
      differences.append(
        Difference(
          path: "/format", recorded: recorded["format"]?.summary ?? "nothing", recomputed: EvidenceReport.format))
    }
    if let version = body["program"]?["version"]?.text, version != program.version {
      notes.append(
        "the report was made by version \(version), this is \(program.version): numbers may differ between versions")
    }
    let hash = Fingerprint.sha256(body.canonicalText)
    if recorded["integrity"]?["body_sha256"]?.text != hash {
      differences.append(
        Difference(
          path: "/integrity/body_sha256", recorded: recorded["integrity"]?["body_sha256"]?.summary ?? "nothing",
          recomputed: hash))
    }
    var files: [TextFile] = []
    for (index, input) in (body["inputs"]?.elements ?? []).enumerated() {
      guard let name = input["name"]?.text, let text = input["text"]?.text else {
        throw refusal("has an input without name or text (/body/inputs/\(index))")
      }
      let own = Fingerprint.sha256(text)
      if input["sha256"]?.text != own {
        differences.append(
          Difference(
            path: "/body/inputs/\(index)/text (\(name)) or its sha256", recorded: input["sha256"]?.summary ?? "nothing",
            recomputed: own))
      }
      files.append(TextFile(name: name, text: text))
    }
    guard let claim = files.first else { throw refusal("has no inputs") }
    notes += Self.installationNotes(recorded["installation"], into: &differences)
    differences += Self.strangers(files, claim: claim)
    // Numbers computed from a changed claim would differ everywhere and name nothing.
    if differences.contains(where: { $0.path.hasPrefix("/body/inputs") && $0.path.contains("sha256") }) {
      notes.append("an input is not the one that the report was made from: nothing was recomputed")
      return Verification(differences: differences, bodySHA256: hash, notes: notes, recomputed: nil)
    }
    guard let seed = body["command"]?["seed"]?.text.flatMap(UInt64.init) else {
      differences.append(Difference(path: "/body/command/seed", recorded: "no seed", recomputed: "a whole number"))
      return Verification(differences: differences, bodySHA256: hash, notes: notes, recomputed: nil)
    }
    let options = ExaminationOptions(seed: seed, runsSelfTest: body["command"]?["self_test"] != .literal("false"))
    let report: EvidenceReport
    do {
      report = try make(ReportInputs(claim: claim, files: Array(files.dropFirst())), options)
    } catch let error where error is DocumentError || error is DocumentErrors {
      differences.append(
        Difference(path: "/body/inputs", recorded: "the files of the report", recomputed: "cannot be read: \(error)"))
      return Verification(differences: differences, bodySHA256: hash, notes: notes, recomputed: nil)
    }
    let document = report.document(installation: recorded["installation"]?.value ?? .null)
    if let expected = try? JSONNode(parsing: document.text) {
      expected.differences(from: recorded, path: "", into: &differences)
    }
    if differences.isEmpty, !document.text.hasSameBytes(as: file.text) {
      let line = zip(
        document.text.split(separator: "\n", omittingEmptySubsequences: false),
        file.text.split(separator: "\n", omittingEmptySubsequences: false)
      ).enumerated()
        .first { !$0.element.0.hasSameBytes(as: $0.element.1) }?.offset
      differences.append(
        Difference(
          path: "line \((line ?? 0) + 1)", recorded: "another layout or spelling of the same values",
          recomputed: "the layout that keyrate writes"))
    }
    return Verification(
      differences: differences, bodySHA256: hash, notes: notes, recomputed: (report, document))
  }

  /// Files that travel with the report although its claim does not name them, or that are there twice: whatever
  /// they say has no part in the result.
  private static func strangers(_ files: [TextFile], claim: TextFile) -> [Difference] {
    guard let named = try? ClaimFile(text: claim.text, fileName: claim.name).namedFiles else { return [] }
    var seen: [String] = []
    return files.enumerated().dropFirst().compactMap { index, file in
      let isTwin = seen.contains { $0.hasSameBytes(as: file.name) }
      seen.append(file.name)
      guard isTwin || !named.contains(where: { $0.hasSameBytes(as: file.name) }) else { return nil }
      return Difference(
        path: "/body/inputs/\(index)", recorded: "the file \(file.name)",
        recomputed: isTwin ? "nothing: the file is there already" : "nothing: the claim names no such file")
    }
  }

  /// What a report says of the machine it was made on. Nobody can compute that anew: it is told as what it is, and
  /// members that keyrate does not write are differences.
  private static func installationNotes(_ recorded: JSONNode?, into differences: inout [Difference]) -> [String] {
    guard let known = try? JSONNode(parsing: Installation.json.text) else { return [] }
    guard let recorded, case .object = recorded else {
      differences.append(
        Difference(
          path: "/installation", recorded: recorded?.summary ?? "nothing", recomputed: "the machine of the report"))
      return []
    }
    var said: [String] = []
    func look(_ node: JSONNode, _ form: JSONNode?, _ path: String) {
      switch (node, form) {
      case (.object(let members), .object?):
        for member in members { look(member.value, form?[member.key], "\(path)/\(member.key)") }
      case (.string(let text), .string?): said.append("\(path) \"\(text)\"")
      default:
        differences.append(
          Difference(path: path, recorded: node.summary, recomputed: "nothing: keyrate writes no such member"))
      }
    }
    look(recorded, known, "/installation")
    return said.isEmpty ? [] : ["taken from the report, not recomputed: " + said.joined(separator: ", ")]
  }

  /// Compares a Markdown or HTML file with the one that belongs to a JSON document.
  ///
  /// - Returns: the first line that differs; nil if the files are the same.
  package static func firstDifference(_ text: String, _ expected: String) -> Difference? {
    guard !text.hasSameBytes(as: expected) else { return nil }
    let own = text.split(separator: "\n", omittingEmptySubsequences: false)
    let other = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let index =
      zip(own, other).enumerated().first { !$0.element.0.hasSameBytes(as: $0.element.1) }?.offset
      ?? min(own.count, other.count)
    func line(_ lines: [Substring]) -> String {
      index < lines.count ? String(lines[index].prefix(120)) : "the end of the file"
    }
    return Difference(path: "line \(index + 1)", recorded: line(own), recomputed: line(other))
  }
}

extension JSONNode {
  /// The differences of a recorded document from this one, the computed one.
  func differences(from recorded: JSONNode, path: String, into list: inout [Verification.Difference]) {
    func note(_ path: String, _ recorded: String, _ computed: String) {
      let found = Verification.Difference(path: path.isEmpty ? "/" : path, recorded: recorded, recomputed: computed)
      if !list.contains(where: { $0.path.hasSameBytes(as: found.path) }) { list.append(found) }
    }
    switch (self, recorded) {
    case (.object(let own), .object(let other)):
      for member in own {
        guard let found = recorded[member.key] else {
          note("\(path)/\(member.key)", "nothing", member.value.summary)
          continue
        }
        member.value.differences(from: found, path: "\(path)/\(member.key)", into: &list)
      }
      for member in other where self[member.key] == nil {
        note("\(path)/\(member.key)", member.value.summary, "nothing")
      }
      if own.map(\.key) != other.map(\.key), own.allSatisfy({ recorded[$0.key] != nil }), own.count == other.count {
        note(path, "members in another order", "the order of the format")
      }
    case (.array(let own), .array(let other)):
      if own.count != other.count { note(path, "\(other.count) elements", "\(own.count) elements") }
      for (index, pair) in zip(own, other).enumerated() {
        pair.0.differences(from: pair.1, path: "\(path)/\(index)", into: &list)
      }
    default:
      if self == recorded { return }
      let isAlike = summary == recorded.summary
      note(path, recorded.summary + (isAlike ? " in other bytes" : ""), summary)
    }
  }

  /// A few words for messages.
  var summary: String {
    switch self {
    case .literal(let word): word
    case .string(let text): text.utf8.count <= 90 ? "\"\(text)\"" : "\"\(text.prefix(80))…\""
    case .array(let elements): "\(elements.count) elements"
    case .object(let members): "\(members.count) members"
    }
  }

  /// The same document as a value that can be printed.
  var value: JSONValue {
    switch self {
    case .string(let text): .string(text)
    case .literal("true"): .bool(true)
    case .literal("false"): .bool(false)
    case .literal("null"): .null
    case .literal(let word): Int(word).map(JSONValue.integer) ?? .number(Double(word) ?? .nan)
    case .array(let elements): .array(elements.map(\.value))
    case .object(let members): .object(members.map { (key: $0.key, value: $0.value.value) })
    }
  }
}
