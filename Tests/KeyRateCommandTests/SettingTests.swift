// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

@Suite("--set")
struct SettingTests {
  /// Evaluates a file with values set and gives the JSON document.
  static func rate(_ text: String, _ settings: String..., command: String = "rate") throws -> Outcome {
    let folder = try TestFolder(["link.toml": text])
    let run = try folder.keyrate([command, "link.toml", "--json"] + settings.flatMap { ["--set", $0] })
    #expect(run.status == 0, "\(settings): \(run.errors)")
    return run
  }

  static func edited(_ text: String, _ old: String, _ new: String) throws -> String {
    try #require(text.contains(old))
    return text.replacing(old, with: new)
  }

  @Test("A value set is a value written into the file")
  func override() throws {
    let set = try Self.rate(Fixtures.asymptotic, "link.distance_km=20")
    let written = try Self.rate(Self.edited(Fixtures.asymptotic, "distance_km = 60", "distance_km = 20"))
    #expect(set.output == written.output)
    #expect(try set.number("loss_db") != Self.rate(Fixtures.asymptotic).number("loss_db"))
  }

  @Test("The last of two values counts")
  func last() throws {
    let twice = try Self.rate(Fixtures.asymptotic, "link.distance_km=20", "link.distance_km=30")
    #expect(twice.output == (try Self.rate(Fixtures.asymptotic, "link.distance_km=30").output))
  }

  @Test("A loss displaces the length of the fibre with its attenuation, and the other way round")
  func lossDisplacesDistance() throws {
    let fibre = try Self.edited(
      Fixtures.asymptotic, "distance_km = 60", "distance_km = 60\nattenuation_db_per_km = 0.3\nexcess_loss_db = 1")
    let run = try Self.rate(fibre, "link.loss_db=20")
    #expect(abs(try run.number("loss_db") - 20) < 1e-12)
    let loss = try Self.edited(Fixtures.asymptotic, "distance_km = 60", "loss_db = 20")
    #expect(run.output == (try Self.rate(loss).output))
    #expect(abs(try Self.rate(loss, "link.distance_km=50").number("loss_db") - 10) < 1e-12)
    #expect(abs(try Self.rate(loss, "link.transmittance=0.001").number("loss_db") - 30) < 1e-12)
  }

  @Test("Pulses displace the block size, and the other way round")
  func pulsesDisplaceBlock() throws {
    let block = try Self.edited(Fixtures.given, "pulses = 1e10", "key_block_size = 1e7")
    #expect(try Self.rate(block, "security.pulses=1e9").number("pulses") == 1e9)
    let run = try Self.rate(Fixtures.given, "security.key_block_size=1e7")
    #expect(run.output == (try Self.rate(block).output))
    #expect(try run.number("pulses") != 1e10)
  }

  @Test("An analysis displaces the keys that say nothing in it")
  func analysisDisplacesIdleKeys() throws {
    let run = try Self.rate(Fixtures.given, "security.analysis=asymptotic")
    #expect(try run.json()["calculation"]?.text == "bb84.asymptotic")
    #expect(try run.json()["length_bits"] == .null)
    let block = try Self.rate(Fixtures.given, "security.analysis=infinite-block")
    #expect(try block.number("rate_per_pulse") > Self.rate(Fixtures.given).number("rate_per_pulse"))
  }

  @Test("The keys that a value displaces can be given anew, in either order")
  func displacedAndGiven() throws {
    for order in [["source.intensity_probabilities=[0.5,0.3,0.2]", "security.pulses=1e9"], ["security.pulses=1e9"]] {
      let settings = ["security.analysis=finite"] + order
      let folder = try TestFolder(["link.toml": Fixtures.asymptotic])
      let run = try folder.keyrate(["rate", "link.toml", "--json"] + settings.flatMap { ["--set", $0] })
      #expect(run.status == 0, "\(run.errors)")
      #expect(try run.number("pulses") == 1e9)
    }
  }

  @Test("Lists, words, booleans and texts with '='")
  func kinds() throws {
    let list = try Self.rate(Fixtures.given, "source.intensities=[0.4, 0.05, 0]")
    let settings = try #require(list.json()["settings"]).list
    #expect(settings.prefix(3).map { $0["value"]?.number } == [0.4, 0.05, 0])
    let open = try Self.rate(Fixtures.given, "source.intensities=[\"optimise\", 0.05, 0]")
    let opened = try #require(open.json()["settings"]).list
    #expect(opened.map { $0["optimised"]?.bool } == [true, false, false, false, false, false, false])
    let word = try Self.rate(Fixtures.given, "security.proof=lim2014")
    #expect(try word.json()["status"]?.text == "as published, comparison only")
    #expect(
      try Self.rate(Fixtures.given, "security.vacuum_counts=false").number("rate_per_pulse")
        < Self.rate(Fixtures.given).number("rate_per_pulse"))
    #expect(try Self.rate(Fixtures.given, "title=a = b").json()["file_title"]?.text == "a = b")
  }

  @Test("Parameters that are set change the fingerprint")
  func fingerprint() throws {
    let plain = try Self.rate(Fixtures.asymptotic).json()["parameters"]?.text
    #expect(plain?.hasPrefix("fnv1a64:") == true)
    #expect(try Self.rate(Fixtures.asymptotic, "link.distance_km=61").json()["parameters"]?.text != plain)
  }

  @Test("The nearest key is suggested for a wrong one")
  func suggestions() throws {
    let folder = try TestFolder(["link.toml": Fixtures.given])
    for (wrong, right) in [
      ("link.distence_km", "link.distance_km"), ("distance_km", "link.distance_km"),
      ("security.eps_sec", "security.secrecy"), ("detector.eficiency", "detector.efficiency"),
      ("detector.dark_counts", "detector.dark_count_probability"), ("source.mu", "source.intensities"),
    ] {
      let run = try folder.keyrate("rate", "link.toml", "--set", "\(wrong)=0.1")
      #expect(run.status == 2)
      #expect(run.errors == "keyrate: --set \(wrong): is not a known key; did you mean \(right)?\n")
    }
  }

  @Test(
    "Malformed settings are refused", arguments: ["x", "=3", "link.distance_km=", "source.intensities=[0.4", "a b=1"])
  func malformed(setting: String) throws {
    let run = try TestFolder(["link.toml": Fixtures.given]).keyrate("rate", "link.toml", "--set", setting)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("keyrate: --set "))
  }
}
