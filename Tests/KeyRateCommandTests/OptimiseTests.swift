// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import KeyRateNumerics
import KeyRateTestSupport
import Foundation
import Testing
import KeyRateDocuments

@Suite("optimise")
struct OptimiseTests {
  static func free(_ document: JSON) -> [Bool?] { document["settings"]?.list.map { $0["optimised"]?.bool } ?? [] }

  @Test("If all settings are given all are optimised and compared with the best")
  func allGiven() throws {
    let folder = try TestFolder(["link.toml": Fixtures.given])
    let given = try folder.keyrate("rate", "link.toml", "--json")
    #expect(Self.free(try given.json()) == Array(repeating: false, count: 7))
    let best = try folder.keyrate("optimise", "link.toml", "--json")
    // The weakest intensity is what the extinction allows: it is no setting.
    #expect(Self.free(try best.json()) == [true, true, false, true, true, true, true])
    #expect(try best.json()["settings"]?.list[2]["value"]?.number == 2e-4)
    #expect(try best.number("given_rate_per_pulse") == given.number("rate_per_pulse"))
    #expect(try best.number("rate_per_pulse") > given.number("rate_per_pulse"))
    let text = try folder.keyrate("optimise", "link.toml").output
    #expect(text.contains("\nthe settings of the file reach 0.00146899 bit/pulse, 71"))
    #expect(text.contains(" % of the best\n"))
  }

  @Test("Otherwise only the open ones are optimised, and nothing is compared")
  func someGiven() throws {
    let text = Fixtures.given.replacing(
      "intensities = [0.5, 0.1, 2e-4]", with: "intensities = [0.5, \"optimise\", 2e-4]")
    let folder = try TestFolder(["link.toml": text])
    let document = try folder.keyrate("optimise", "link.toml", "--json").json()
    #expect(Self.free(document) == [false, true, false, false, false, false, false])
    #expect(document["given_rate_per_pulse"] == nil)
    #expect(document["settings"]?.list[0]["value"]?.number == 0.5)
    #expect(!(try folder.keyrate("optimise", "link.toml").output.contains("of the best\n")))
    // The open setting was not better where the file had it.
    let given = try TestFolder(["link.toml": Fixtures.given]).keyrate("rate", "link.toml", "--json")
    #expect(try #require(document["rate_per_pulse"]?.number) >= given.number("rate_per_pulse"))
  }

  @Test("rate finds the same optimum as optimise")
  func sameAsRate() throws {
    let folder = try TestFolder(["link.toml": Fixtures.finite])
    let rate = try folder.keyrate("rate", "link.toml", "--json")
    #expect(rate.output == (try folder.keyrate("optimise", "link.toml", "--json").output))
  }

  @Test("Another seed changes nothing beyond 1e-6", arguments: [5, 15, 25])
  func seeds(loss: Int) throws {
    let folder = try TestFolder(["link.toml": Fixtures.finite])
    func rate(_ seed: Int) throws -> Double {
      let run = try folder.keyrate(
        "optimise", "link.toml", "--json", "--set", "link.loss_db=\(loss)", "--seed", "\(seed)")
      #expect(try run.json()["optimisation"]?["seed"]?.text == "\(seed)")
      return try run.number("rate_per_pulse")
    }
    let first = try rate(1)
    #expect(first > 0)
    for seed in 2...10 {
      let other = try rate(seed)
      #expect(abs(other - first) <= 1e-6 * first, "seed \(seed): \(other) and \(first)")
    }
  }

  @Test("The optimum is not beaten by points nearby")
  func nearby() throws {
    let link = try ParameterFile(text: Fixtures.finite, fileName: "link.toml").link()
    let search = try #require(link.search)
    let best = try Optimiser.maximise(search)
    var generator = SplitMix64(seed: 3)
    for _ in 0..<500 {
      let point = zip(best.point, search.variables).map { value, variable in
        let width = 0.02 * (variable.range.upperBound - variable.range.lowerBound)
        let moved = value + Double.random(in: -width...width, using: &generator)
        return min(max(moved, variable.range.lowerBound), variable.range.upperBound)
      }
      #expect(search.objective(point) <= best.value * (1 + 1e-9))
    }
  }

  @Test("Active bounds and the starts are reported")
  func evidence() throws {
    // Without statistics the weak decoy is best as weak as it may be.
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic])
    let document = try folder.keyrate("optimise", "link.toml", "--json").json()
    let search = try #require(document["optimisation"])
    #expect(search["active_bounds"]?.list == [.text("decoy intensity at its lower bound")])
    #expect(search["status"]?.text == "converged")
    #expect(try #require(search["agreeing_starts"]?.number) >= 2)
    #expect(try #require(search["starts"]).list.count >= 4)
    let text = try folder.keyrate("optimise", "link.toml").output
    #expect(text.contains("decoy intensity at its lower bound; converged after "))
    #expect(text.contains("\nstarts (objective at the start -> local optimum)\n"))
    let plain = try TestFolder(["link.toml": Fixtures.finite]).keyrate("optimise", "link.toml", "--json").json()
    #expect(plain["optimisation"]?["active_bounds"] == .list([]))
  }

  @Test("Where there is no key at all it says so")
  func noKey() throws {
    let folder = try TestFolder(["link.toml": Fixtures.given])
    let run = try folder.keyrate("optimise", "link.toml", "--set", "link.distance_km=500")
    #expect(run.status == 0)
    #expect(run.output.hasSuffix("\nneither the given nor the best settings give a key\n"))
  }

  @Test("Small blocks with eps_sec proportional to the key give key up to 130 km, and none is missed on the way")
  func noFalseZeroNearTheEnd() throws {
    // Lim et al. 2014 for 1e4 sifted bits: the key ends at some tens of bits at once, which a search
    // must not take for the end of all key (bb84 sheet, section 9: 1.2e-6 at 100 km, 1.0e-10 at 130 km).
    let folder = try TestFolder()
    var last = Double.infinity
    for kilometres in [100, 110, 120, 125, 128, 130] {
      let run = try folder.keyrate(
        "rate", "lim-2014", "--json", "--set", "security.proof=lim2014", "--set", "security.key_block_size=1e4",
        "--set",
        "link.distance_km=\(kilometres)")
      let rate = try run.number("rate_per_pulse")
      #expect(rate > 0 && rate < last, "\(kilometres) km: \(rate) after \(last)")
      last = rate
    }
    #expect(last > 3e-11 && last < 3e-10)
  }
}

@Suite("optimise --write")
struct WrittenSettingsTests {
  @Test("The file gives the rate that was found, without a search, and tells what the run must count")
  func written() throws {
    let folder = try TestFolder(["link.toml": Fixtures.finite + "\n[search]\nintensity_1 = [0.3, 0.9]\n"])
    let best = try folder.keyrate("optimise", "link.toml", "--write", "run.toml", "--json")
    #expect(best.status == 0 && best.errors == "")
    let rate = try folder.keyrate("rate", "run.toml", "--json")
    #expect(try rate.number("rate_per_pulse") == best.number("rate_per_pulse"))
    #expect(try OptimiseTests.free(rate.json()) == Array(repeating: false, count: 7))
    let text = try folder.read("run.toml")
    #expect(text.hasPrefix("# Settings found by keyrate "))
    #expect(text.contains("\n# [counts]\n") && text.contains("\n# key_basis_detections = "))
    #expect(!text.contains("[search]"))
    let words = try folder.keyrate("optimise", "link.toml", "--write", "run.toml", "--set", "link.distance_km=20")
    #expect(words.output.hasSuffix("\nwrote run.toml\n"))
    #expect(try folder.read("run.toml").contains("\ndistance_km = 20\n"))
  }

  @Test("An element that was open in a list is filled in; what was given stands")
  func partial() throws {
    let text = Fixtures.given.replacing(
      "intensities = [0.5, 0.1, 2e-4]", with: "intensities = [0.5, \"optimise\", 2e-4]")
    let folder = try TestFolder(["link.toml": text])
    #expect(try folder.keyrate("optimise", "link.toml", "--write", "run.toml").status == 0)
    let run = try folder.read("run.toml")
    #expect(run.contains("\nintensities = [0.5, 0.") && run.contains(", 0.0002]\n"))
    #expect(run.contains("\nkey_basis_probability = 0.9\n"))
  }

  @Test("Its own input is never overwritten, a folder that is not there is told before the search")
  func refused() throws {
    let folder = try TestFolder(["link.toml": Fixtures.finite])
    for path in ["link.toml", "nowhere/run.toml"] {
      let run = try folder.keyrate("optimise", "link.toml", "--write", path)
      #expect(run.status == 2 && run.output == "", "\(path)")
    }
    #expect(try folder.read("link.toml") == Fixtures.finite)
  }

  @Test(
    "Settings of every family stand in a file of their own",
    arguments: [
      "aopp", "cv-mdi", "continuous-variables", "entangled-pairs", "heralded-photons", "mdi-quickstart",
      "single-photon",
      "sns-asymmetric", "weak-coherent", "one-decoy",
    ])
  func families(name: String) throws {
    let folder = try TestFolder()
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Parameters/examples/\(name).toml").path
    let best = try folder.keyrate("optimise", path, "--write", "run.toml", "--json")
    #expect(best.status == 0, "\(best.errors)")
    let rate = try folder.keyrate("rate", "run.toml", "--json")
    #expect(rate.status == 0, "\(rate.errors)")
    let (a, b) = try (best.number("rate_per_pulse"), rate.number("rate_per_pulse"))
    #expect(abs(a - b) <= 1e-9 * a && a > 0)
  }
}
