// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import Foundation
import KeyRateDocuments
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRate

/// A small sweep whose journal has been kept, as if the run had been killed just before its end.
struct KeptJournal {
  static let text = Fixtures.sweep
  let lines: [String]
  let files: [AtomicFiles.File]

  static let sample = Task { try await KeptJournal() }

  private init() async throws {
    let folder = try TestFolder()
    defer { withExtendedLifetime(folder) {} }
    let path = folder.url.appendingPathComponent("s.resume").path
    let work = try Self.work()
    let journal = SweepJournal(path: path, for: work, source: Self.source())
    files = try await work.carryOut(jobs: 2, journal: journal).files(at: "s", documentPath: "link.toml")
    lines = try TextFile.read(path).text.split(separator: "\n").map { $0 + "\n" }
  }

  static func source(_ text: String = text) -> DocumentSource { DocumentSource(name: "link.toml", text: text) }

  static func work(_ text: String = text) throws -> SweepWork { try SweepWork(source(text).parameters()) }

  /// Carries on from a journal of this text.
  static func resume(_ journal: String) async throws -> (run: SweepRun, journal: SweepJournal) {
    let folder = try TestFolder(["s.resume": journal])
    defer { withExtendedLifetime(folder) {} }
    let work = try work()
    let kept = try SweepJournal.resuming(
      folder.url.appendingPathComponent("s.resume").path, for: work, source: source())
    return (try await work.carryOut(jobs: 1, journal: kept), kept)
  }

  /// The lines with their checksums set right, for changes that a checksum alone would not let pass.
  static func checked(_ lines: [String]) -> String {
    var checksum = RunningChecksum()
    return lines.map { line in
      let json = line.dropFirst(17).dropLast()
      checksum.add(json)
      return "\(checksum.digits) \(json)\n"
    }.joined()
  }

  static func problem(_ text: String) throws -> String {
    let folder = try TestFolder(["s.resume": text])
    defer { withExtendedLifetime(folder) {} }
    let path = folder.url.appendingPathComponent("s.resume").path
    do {
      _ = try SweepFindings.read(path)
      return ""
    } catch {
      return "\(error)".replacing(path, with: "s.resume")
    }
  }
}

@Suite("Journals of sweeps")
struct SweepJournalTests {
  @Test("From any line of the journal the sweep ends with the same bytes")
  func everyLine() async throws {
    let kept = try await KeptJournal.sample.value
    // One line for the head, one for each point, and those of the refining passes.
    #expect(kept.lines.count > 1 + 10)
    var generator = SplitMix64(seed: 6)
    let middle = (0..<2).map { _ in Int.random(in: 2..<kept.lines.count - 1, using: &generator) }
    for count in [1, 11, kept.lines.count - 1, kept.lines.count] + middle {
      let text = kept.lines.prefix(count).joined()
      let (run, journal) = try await KeptJournal.resume(text)
      #expect(try run.files(at: "s", documentPath: "link.toml") == kept.files, "\(count) lines")
      #expect(journal.refusals == 0)
      // A line that was being written when the run was killed does not count.
      let next = count < kept.lines.count ? kept.lines[count] : kept.lines[1]
      let torn = String(next.prefix(Int.random(in: 1..<next.count, using: &generator)))
      #expect(try KeptJournal.problem(text + torn) == "")
    }
    let torn = kept.lines.prefix(7).joined() + String(kept.lines[7].dropLast(5))
    #expect(try await KeptJournal.resume(torn).run.files(at: "s", documentPath: "link.toml") == kept.files)
  }

  @Test("A changed byte is found wherever it is")
  func flippedBytes() async throws {
    let bytes = Array(try await KeptJournal.sample.value.lines.prefix(6).joined().utf8)
    var generator = SplitMix64(seed: 7)
    for _ in 0..<300 {
      var changed = bytes
      // Without the last line feed the last line would count as torn.
      let place = Int.random(in: 0..<bytes.count - 1, using: &generator)
      changed[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
      let problem = try KeptJournal.problem(String(decoding: changed, as: UTF8.self))
      #expect(!problem.isEmpty, "byte \(place)")
    }
  }

  @Test("Lines that are missing, exchanged or there twice are found")
  func lines() async throws {
    let lines = try await KeptJournal.sample.value.lines
    var without = lines
    without.remove(at: 3)
    var exchanged = lines
    exchanged.swapAt(4, 5)
    var twice = lines
    twice.insert(lines[4], at: 5)
    let damage = "is damaged: the line does not agree with its checksum; remove the file and begin anew"
    #expect(try KeptJournal.problem(without.joined()) == "s.resume:4: \(damage)")
    #expect(try KeptJournal.problem(exchanged.joined()) == "s.resume:5: \(damage)")
    #expect(try KeptJournal.problem(twice.joined()) == "s.resume:6: \(damage)")
  }

  @Test("Files that hold something else are refused")
  func otherFiles() async throws {
    let nothing = "does not hold points of a sweep; keyrate sweep --shard and interrupted sweeps write such files"
    for text in ["", "\n", "title = \"x\"\nprotocol = \"bb84\"\n", "curve,distance_km\na,1\n"] {
      #expect(try KeptJournal.problem(text) == "s.resume: \(nothing)")
    }
    let lines = try await KeptJournal.sample.value.lines
    func problem(_ change: (inout [String]) -> Void) throws -> String {
      var changed = lines
      change(&changed)
      return try KeptJournal.problem(KeptJournal.checked(changed))
    }
    #expect(
      try problem { $0[0] = $0[0].replacing("sweep points 1", with: "sweep points 2") }
        == "s.resume: has a format that keyrate 0.1.0 does not read; it was made by keyrate 0.1.0")
    #expect(
      try problem { $0[2] = $0[2].replacing("\"curve\":0", with: "\"curve\":2") }
        == "s.resume:3: is damaged: it holds a point that is not its own")
    #expect(
      try problem { $0[2] = $0[2].replacing("\"evaluations\"", with: "\"evaluated\"") }
        == "s.resume:3: holds a line that this version does not know")
    #expect(
      try problem { $0.append("0000000000000000 {\"complete\":3}\n") }
        == "s.resume:\(lines.count + 1): is damaged: findings are missing")
  }

  @Test("Points of another version are not continued")
  func version() async throws {
    var lines = try await KeptJournal.sample.value.lines
    lines[0] = lines[0].replacing("\"version\":\"0.1.0\"", with: "\"version\":\"0.0.9\"")
    await #expect {
      _ = try await KeptJournal.resume(KeptJournal.checked(lines))
    } throws: { error in
      "\(error)".hasSuffix(
        "was made by keyrate 0.0.9; it is 0.1.0 now; numbers may differ between versions; "
          + "to continue give what it was made with, to begin anew leave out --resume")
    }
  }

  @Test("A finding that does not hold here is made anew: the rates of a journal are never believed")
  func untrueFindings() async throws {
    let kept = try await KeptJournal.sample.value
    var lines = kept.lines
    // A rate a hundred times too high at the first point of the file.
    let value = try #require(lines[1].firstMatch(of: /"value":([0-9.e-]+)/))
    lines[1] = lines[1].replacing(value.output.0, with: "\"value\":\(100 * (Double(value.output.1) ?? 0))")
    let (run, journal) = try await KeptJournal.resume(KeptJournal.checked(lines))
    #expect(journal.refusals == 1)
    #expect(try run.files(at: "s", documentPath: "link.toml") == kept.files)
  }
}
