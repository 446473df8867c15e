// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateOptimisation
import KeyRateReading
import KeyRateTestSupport
import Testing

import KeyRateDocuments
@testable import KeyRate

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Maps and inverse questions that are interrupted")
struct KeptSearchesTests {
  static let source = DocumentSource(name: "link.toml", text: MapTests.optimised)

  /// The lines of a finished run that was not allowed to remove its memo, and what the run gave.
  static func kept<Result>(_ work: (SearchMemo) async throws -> Result) async throws -> (
    lines: [String], result: Result
  ) {
    let folder = try TestFolder()
    let path = folder.url.appendingPathComponent("m.resume").path
    let file = try source.parameters()
    let memo = try SearchMemo(path: path, of: file, source: source, options: .init(), resumes: false)
    let result = try await work(memo)
    #expect(memo.save())
    return (try TextFile.read(path).text.split(separator: "\n").map { $0 + "\n" }, result)
  }

  /// A memo with the beginning of some lines.
  static func resumed(_ lines: ArraySlice<String>) throws -> SearchMemo {
    let folder = try TestFolder(["m.resume": lines.joined()])
    defer { withExtendedLifetime(folder) {} }
    return try SearchMemo(
      path: folder.url.appendingPathComponent("m.resume").path, of: source.parameters(), source: source,
      options: .init(), resumes: true)
  }

  @Test("A map that goes on from any part of its searches gives the same bytes")
  func maps() async throws {
    let file = try Self.source.parameters()
    func files(_ memo: SearchMemo) async throws -> [String] {
      try await MapRun.carryOut(file, jobs: 2, memo: memo).files(at: "m").map { try $0.text }
    }
    let (lines, expected) = try await Self.kept(files)
    #expect(try await files(.none) == expected)
    #expect(lines.count > 36)
    for count in [1, 10, lines.count / 2, lines.count] {
      let memo = try Self.resumed(lines[..<count])
      #expect(memo.restored == count - 1)
      #expect(try await files(memo) == expected)
      #expect(memo.refusals == 0)
    }
  }

  @Test("An inverse question that goes on gives the same answer")
  func reach() async throws {
    let file = try Self.source.parameters()
    let question = Reach.Question(variable: "link.distance_km", points: 9)
    func answer(_ memo: SearchMemo) async throws -> String {
      try await Reach.answer(question, of: file, jobs: 2, memo: memo).json.text
    }
    let (lines, expected) = try await Self.kept(answer)
    #expect(try await answer(.none) == expected)
    for count in [3, lines.count] {
      #expect(try await answer(Self.resumed(lines[..<count])) == expected)
    }
  }

  @Test("A memo of other parameters, another seed or with a damaged line is refused")
  func refused() async throws {
    let file = try Self.source.parameters()
    let (lines, _) = try await Self.kept { memo in try await MapRun.carryOut(file, jobs: 1, memo: memo) }
    func problem(_ text: String, _ source: DocumentSource = Self.source, seed: UInt64 = OptimisationOptions().seed)
      throws -> String
    {
      let folder = try TestFolder(["m.resume": text])
      defer { withExtendedLifetime(folder) {} }
      do {
        _ = try SearchMemo(
          path: folder.url.appendingPathComponent("m.resume").path, of: source.parameters(), source: source,
          options: .init(seed: seed), resumes: true)
        return ""
      } catch {
        return "\(error)"
      }
    }
    let whole = lines.joined()
    let other = DocumentSource(name: "link.toml", text: Self.source.text.replacing("0.1", with: "0.2"))
    #expect(try problem(whole, other).contains("has other parameters"))
    #expect(try problem(whole, seed: 77).contains("was searched with other options: seed"))
    #expect(try problem(whole.replacing("\"evaluations\":", with: "\"evaluations\":1")).contains("is damaged"))
    #expect(try problem("{}\n").contains("does not hold searches"))
    #expect(try problem(whole) == "")
    let huge = lines.map { line in
      guard let start = line.range(of: "\"evaluations\":") else { return line }
      let rest = line[start.upperBound...].drop { $0.isNumber }
      return line[..<start.upperBound] + "9223372036854775807" + rest
    }
    #expect(try problem(KeptJournal.checked(huge)).contains("a result that no search has"))
  }

  @Test(
    "Ctrl-C leaves the searches; --resume ends with the same files", arguments: [["map"], ["reach", "--points", "33"]])
  func interrupted(arguments: [String]) throws {
    let text = MapTests.optimised.replacing("points = 6", with: "points = 12")
    let command = [arguments[0], "link.toml", "--output", "m", "--jobs", "2"] + arguments.dropFirst()
    let whole = try TestFolder(["link.toml": text])
    #expect(try whole.keyrate(command).status == 0)
    let folder = try TestFolder(["link.toml": text])
    let run = try InterruptedSweep.stop(folder, command, by: SIGINT, journal: "m.resume")
    #expect(run.status == 130)
    #expect(run.errors.contains("searches are kept in m.resume\nto continue: keyrate "))
    #expect(try folder.names == ["link.toml", "m.resume"])
    let again = try folder.keyrate(command + ["--resume"])
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("searches are taken from m.resume"))
    #expect(try folder.names == whole.names)
    for name in try whole.names { #expect(try folder.read(name) == whole.read(name), "\(name)") }
  }
}
