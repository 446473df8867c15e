// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Foundation
import Testing

/// A directory that lives as long as the test.
final class ScratchDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/keyrate-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }

  func contents(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
  }
}

/// The message of an action that should fail.
func failure(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "succeeded"
  } catch {
    return "\(error)"
  }
}

@Suite("Reading and writing files")
struct FileTests {
  let scratch: ScratchDirectory

  init() throws {
    scratch = try ScratchDirectory()
  }

  @Test("Text files are read, and refused with the reason")
  func reading() throws {
    let path = "\(scratch.path)/a.toml"
    try Data("a = \"µ\"\n".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try TextFile.read(path) == TextFile(name: path, text: "a = \"µ\"\n"))
    #expect(
      failure { _ = try TextFile.read("\(scratch.path)/b") } == "\(scratch.path)/b: cannot be read: does not exist")
    #expect(failure { _ = try TextFile.read(scratch.path) } == "\(scratch.path): cannot be read: is a directory")
    #expect(
      failure { _ = try TextFile.read("\(path)/c") } == "\(path)/c: cannot be read: part of the path is not a directory"
    )
    #expect(failure { _ = try TextFile.read("") } == "a file name is missing")
    #expect(failure { _ = try TextFile.read("a\0b") } == "a\\u{0}b: a file name must not hold the null character")
    #expect(failure { _ = try TextFile.read("/dev/zero", limit: 1 << 20) } == "/dev/zero: is longer than 1 MiB")
    #expect(try TextFile.read("/dev/null").text.isEmpty)
    if geteuid() != 0 {
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      #expect(failure { _ = try TextFile.read(path) } == "\(path): cannot be read: permission is denied")
    }
  }

  @Test("Files that are not UTF-8 are refused with line and offset")
  func encodings() throws {
    func message(_ bytes: [UInt8]) throws -> String {
      let path = "\(scratch.path)/x"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return failure { _ = try TextFile.read(path) }.replacingOccurrences(of: path, with: "x")
    }
    let latin = Array("a = 1\nb = \"".utf8) + [0xB5] + Array("\"\n".utf8)
    #expect(try message(latin) == "x:2: is not UTF-8 at byte 11; save the file as UTF-8")
    #expect(try message(Array("é".utf8) + [0xC3]) == "x:1: is not UTF-8 at byte 2; save the file as UTF-8")
    #expect(try message([0xC3, 0x0A, 0xA9]) == "x:1: is not UTF-8 at byte 0; save the file as UTF-8")
    #expect(try message([0xED, 0xA0, 0x80]) == "x:1: is not UTF-8 at byte 0; save the file as UTF-8")
    #expect(try message([0xFF, 0xFE, 0x61, 0]) == "x: is not UTF-8 but UTF-16; save it as UTF-8")
  }

  @Test("Several files appear together and replace what was there")
  func writing() throws {
    try AtomicFiles.write("old", to: "\(scratch.path)/a.csv")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: "\(scratch.path)/a.csv")
    try AtomicFiles.write([
      AtomicFiles.File(path: "\(scratch.path)/a.csv", text: "new"),
      AtomicFiles.File(path: "\(scratch.path)/b.svg", text: "µ"),
      AtomicFiles.File(path: "/dev/null", text: "12"),
    ])
    #expect(scratch.names == ["a.csv", "b.svg"])
    #expect(scratch.contents("a.csv") == "new")
    #expect(scratch.contents("b.svg") == "µ")
    let mode = try FileManager.default.attributesOfItem(atPath: "\(scratch.path)/a.csv")[.posixPermissions] as? Int
    #expect(mode == 0o640)
    try AtomicFiles.write([])
  }

  @Test("If one file cannot be written, none is and nothing is left behind")
  func nothing() throws {
    try AtomicFiles.write("old", to: "\(scratch.path)/a")
    let before = scratch.names
    let good = AtomicFiles.File(path: "\(scratch.path)/a", text: "new")
    let new = AtomicFiles.File(path: "\(scratch.path)/n", text: "new")
    func message(_ path: String) -> String {
      failure { try AtomicFiles.write([good, new, AtomicFiles.File(path: path, text: "x")]) }
        .replacingOccurrences(of: scratch.path, with: "S")
    }
    #expect(message("\(scratch.path)/no/b") == "S/no/b: cannot be written: the directory S/no does not exist")
    #expect(message("\(scratch.path)/a/b") == "S/a/b: cannot be written: S/a is not a directory")
    #expect(message(scratch.path) == "S: cannot be written: is a directory")
    #expect(message("\(scratch.path)/./a") == "S/./a: is to be written twice")
    #expect(message("") == ": is not a file name")
    let long = "\(scratch.path)/" + String(repeating: "x", count: 300)
    #expect(message(long).hasSuffix("cannot be written: the name is too long"))
    if geteuid() != 0 {
      try FileManager.default.createDirectory(
        atPath: "\(scratch.path)/locked", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o500])
      #expect(message("\(scratch.path)/locked/b").hasSuffix("cannot be written: permission is denied"))
      try FileManager.default.removeItem(atPath: "\(scratch.path)/locked")
    }
    #expect(scratch.names == before)
    #expect(scratch.contents("a") == "old")
  }

  @Test("A failure while the files take their places puts the earlier ones back")
  func putBack() throws {
    try AtomicFiles.write("old", to: "\(scratch.path)/a")
    let name = String(repeating: "y", count: 255)
    // The name is as long as the system allows; one more character cannot be renamed to.
    try AtomicFiles.write("fits", to: "\(scratch.path)/\(name)")
    let files = [
      AtomicFiles.File(path: "\(scratch.path)/a", text: "new"),
      AtomicFiles.File(path: "\(scratch.path)/b", text: "new"),
      AtomicFiles.File(path: "\(scratch.path)/\(name)y", text: "too long"),
    ]
    #expect(failure { try AtomicFiles.write(files) }.hasSuffix("the name is too long"))
    #expect(scratch.contents("a") == "old")
    #expect(scratch.names == ["a", name])
  }

  @Test("A symbolic link is written through")
  func links() throws {
    try AtomicFiles.write("old", to: "\(scratch.path)/real")
    try FileManager.default.createSymbolicLink(atPath: "\(scratch.path)/link", withDestinationPath: "real")
    try AtomicFiles.write("new", to: "\(scratch.path)/link")
    #expect(scratch.contents("real") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(scratch.path)/link") == "real")
    #expect(scratch.names == ["link", "real"])
  }
}
