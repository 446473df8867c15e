// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Progress on a terminal")
struct TerminalProgressTests {
  /// What the program writes to a terminal of some columns.
  ///
  /// - Parameter interrupted: whether Ctrl-C is pressed, judged by what the terminal shows.
  static func terminal(
    _ columns: Int, _ arguments: [String], type: String = "xterm", interrupted: (String) -> Bool = { _ in false }
  ) throws -> (text: String, status: Int32) {
    let folder = try TestFolder(["link.toml": Fixtures.sweep])
    defer { withExtendedLifetime(folder) {} }
    var (master, slave): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&master, &slave, nil, nil, &size) == 0, "no pseudo-terminal")
    let process = Process()
    process.executableURL = try TestFolder.program()
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    process.environment = ProcessInfo.processInfo.environment.merging(["TERM": type]) { $1 }
    try process.run()
    close(slave)
    var bytes: [UInt8] = []
    var isInterrupted = false
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Ends with an error when the last one who had the terminal open is gone.
    while true {
      let count = read(master, &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer[..<count]
      if !isInterrupted, interrupted(String(decoding: bytes, as: UTF8.self)) {
        process.interrupt()
        isInterrupted = true
      }
    }
    close(master)
    process.waitUntilExit()
    return (String(decoding: bytes, as: UTF8.self), process.terminationStatus)
  }

  static let erase = "\u{1B}[K"

  @Test("A line that is drawn over and taken away in the end", arguments: [80, 43, 12])
  func drawn(columns: Int) throws {
    let (text, status) = try Self.terminal(columns, ["sweep", "link.toml", "--output", "s"])
    #expect(status == 0)
    // Each drawing begins at the left edge, fits, and erases what is right of it.
    let drawings = text.components(separatedBy: "\r").dropFirst().map { $0 }
    #expect(text.hasPrefix("\r"))
    #expect(drawings.count >= 2)
    #expect(drawings.last == Self.erase)
    #expect(!text.contains("\n"))
    for drawing in drawings {
      #expect(drawing.hasSuffix(Self.erase))
      let line = drawing.dropLast(Self.erase.count)
      #expect(line.count < columns, "\(line)")
      #expect(line.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 })
    }
    if columns >= 80 {
      #expect(drawings.contains { $0.contains("/10 points") })
      #expect(drawings.first?.hasPrefix("[....") == true)
    }
  }

  @Test("A terminal that cannot take a line back stays empty")
  func dumb() throws {
    let (text, status) = try Self.terminal(80, ["sweep", "link.toml", "--output", "s"], type: "dumb")
    #expect(status == 0)
    #expect(text == "")
  }

  @Test("Ctrl-C takes the line away; without --output the points are lost, and that is said")
  func interrupted() throws {
    let (text, status) = try Self.terminal(
      80, ["sweep", "link.toml", "--set", "sweep.points=400"],
      interrupted: { $0.firstMatch(of: #/ [1-9][0-9]*/800 points/#) != nil })
    #expect(status == 130)
    let last = try #require(text.components(separatedBy: Self.erase).last)
    let message = #/interrupted after [1-9][0-9]* of 800 points; (.*)\r\n/#
    let rest = try #require(last.wholeMatch(of: message), "\(last)").output.1
    #expect(rest == "nothing was written; with --output they would have been kept")
    #expect(text.hasSuffix("\r" + Self.erase + last))
  }
}
