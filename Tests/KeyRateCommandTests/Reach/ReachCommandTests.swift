// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Testing

@Suite("reach")
struct ReachCommandTests {
  @Test("The largest distance in words")
  func words() throws {
    let run = try TestFolder(["link.toml": Fixtures.asymptotic]).keyrate("reach", "link.toml")
    #expect(run.status == 0 && run.errors == "")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "Asymptotic link")
    #expect(lines[2] == "  where along link.distance_km there is a key")
    #expect(lines[4].hasPrefix("  a key up to ") && lines[4].hasSuffix(" km"))
    #expect(run.output.contains("\nstatus: planning\n"))
  }

  @Test("One JSON document, whose numbers are those of keyrate rate")
  func json() throws {
    let folder = try TestFolder(["link.toml": Fixtures.given])
    let run = try folder.keyrate("reach", "link.toml", "--json", "--target-length", "1000")
    #expect(run.status == 0 && run.errors == "")
    let document = try run.json()
    #expect(document["question"]?["target"]?["quantity"]?.text == "length_bits")
    #expect(document["question"]?["variable"]?.text == "link.distance_km")
    let answer = try #require(document["answers"]?.list.first)
    let crossing = try #require(answer["crossings"]?.list.first)
    #expect(crossing["direction"]?.text == "key ends")
    #expect(crossing["root_of_signed_rate"]?.bool == true)
    let end = try #require(crossing["value"]?.number)
    let missed = try #require(crossing["missed_at"]?.number)
    #expect(try #require(crossing["uncertainty"]?.number) == missed - end)
    let there = try folder.keyrate("rate", "link.toml", "--json", "--set", "link.distance_km=\(end)")
    #expect(try there.number("length_bits") >= 1000)
    #expect(try there.number("rate_per_pulse") == crossing["confirmed"]?["rate_per_pulse"]?.number)
    let beyond = try folder.keyrate("rate", "link.toml", "--json", "--set", "link.distance_km=\(missed)")
    #expect(try beyond.number("length_bits") < 1000)
  }

  @Test("The values that were tried as CSV, which says where they come from")
  func csv() throws {
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic])
    let run = try folder.keyrate("reach", "link.toml", "--output", "tried.csv", "--points", "5", "--to", "400")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("wrote tried.csv\n"))
    let table = try folder.read("tried.csv")
    #expect(table.contains("# target: a key\n"))
    #expect(table.contains("key ends, confirmed") && table.contains("key ends, beyond"))
    #expect(try folder.names == ["link.toml", "tried.csv"])
  }

  @Test("A target that is met nowhere: the answer, one line of error, exit status 1")
  func metNowhere() throws {
    let folder = try TestFolder(["link.toml": Fixtures.asymptotic])
    for options in [["--target-rate", "0.9"], ["--target-rate", "0.9", "--json"]] {
      let run = try folder.keyrate(["reach", "link.toml"] + options)
      #expect(run.status == 1)
      #expect(run.errors.hasPrefix("keyrate: ") && run.errors.contains(" not reached at any distance: limited by "))
      #expect(run.errors.split(separator: "\n").count == 1)
      #expect(run.output.contains("not reached at any distance: limited by "))
    }
    let named = Fixtures.asymptotic + "\n[[curve]]\nlabel = \"a\"\n[[curve]]\nlabel = \"b\"\n"
    let lines = try TestFolder(["link.toml": named]).keyrate("reach", "link.toml", "--target-rate", "0.9").errors
      .split(separator: "\n")
    #expect(lines.map { $0.prefix(12) } == ["keyrate: a: ", "keyrate: b: "])
    // A curve without key beside one with key is an answer.
    let curves =
      Fixtures.asymptotic + "\n[[curve]]\nlabel = \"none\"\ndetector.misalignment = 0.3\n[[curve]]\nlabel = \"all\"\n"
    let both = try TestFolder(["link.toml": curves]).keyrate("reach", "link.toml")
    #expect(both.status == 0 && both.output.contains("no positive key at any distance"))
  }

  @Test("How long until the first key")
  func firstKey() throws {
    let folder = try TestFolder(["link.toml": Fixtures.given])
    let run = try folder.keyrate("reach", "link.toml", "--smallest-block")
    #expect(run.output.contains("  where along security.pulses there is a key\n"))
    #expect(run.output.contains("\n  a key from "))
    #expect(run.output.contains(", 1 bit, block of "))
  }

  @Test("Bytes do not depend on the number of jobs")
  func jobs() throws {
    let folder = try TestFolder(["link.toml": Fixtures.finite])
    let one = try folder.keyrate("reach", "link.toml", "--points", "9", "--jobs", "1", "--json")
    let three = try folder.keyrate("reach", "link.toml", "--points", "9", "--jobs", "3", "--json")
    #expect(one.output == three.output && one.status == 0)
  }

  @Test("Every curve of a file has its answer")
  func curves() throws {
    let text =
      Fixtures.asymptotic + """
        [[curve]]
        label = "as it is"
        [[curve]]
        label = "no dark counts"
        detector.dark_count_probability = 0
        """
    let run = try TestFolder(["link.toml": text]).keyrate("reach", "link.toml", "--to", "300", "--json")
    let answers = try #require(try run.json()["answers"]?.list)
    #expect(answers.map { $0["label"]?.text } == ["as it is", "no dark counts"])
    #expect(answers[0]["intervals"]?.list.first?["key_ends_inside"]?.bool == true)
    // Without dark counts the key goes on to the end of the search, and that is all that is said.
    #expect(answers[1]["intervals"]?.list.first?["key_ends_inside"]?.bool == false)
    #expect(answers[1]["statement"]?.text == "a key at every value from 0 km to 300 km")
  }

  static let refusedQuestions: [([String], Int32, String)] = [
    (
      ["reach", "link.toml", "--variable", "detector.dark_count"], 2,
      "keyrate: --variable detector.dark_count: is not a key that can be varied with protocol = \"bb84\"; did you mean detector.dark_count_probability?\n"
    ),
    (
      ["reach", "link.toml", "--variable", "detector.model"], 2,
      "keyrate: --variable detector.model: is not a single number and cannot be varied\n"
    ),
    (
      ["reach", "link.toml", "--variable", "source.intensities"], 2,
      "keyrate: --variable source.intensities: is not a single number and cannot be varied\n"
    ),
    (
      ["reach", "link.toml", "--variable", "quux"], 2,
      "keyrate: --variable quux: is not a key that can be varied with protocol = \"bb84\"; keyrate parameters keys bb84 lists them\n"
    ),
    (
      ["reach", "link.toml", "--variable", "detector.efficiency", "--to", "1.5"], 2,
      "keyrate: --to 1.5: detector.efficiency: must be greater than 0 and at most 1\n"
    ),
    (
      ["reach", "link.toml", "--from", "2000"], 2,
      "keyrate: --from 2000: link.distance_km: is above the upper end, 800, of what is searched; give --to besides\n"
    ),
    (
      ["reach", "counts.toml"], 2,
      "keyrate: counts.toml: counts: this file holds the counts of a run, which are facts and cannot be varied; use the parameter file of the link; `keyrate analyse` turns counts into a key length\n"
    ),
    (
      ["sensitivity", "counts.toml"], 2,
      "keyrate: counts.toml: counts: this file holds the counts of a run, which are facts and cannot be varied; use the parameter file of the link; `keyrate analyse` turns counts into a key length\n"
    ),
    (
      ["reach", "asymptotic.toml", "--target-length", "1000"], 2,
      "keyrate: security.analysis: gives rates without a block: a target length needs a finite analysis; --target-rate asks for bits per pulse\n"
    ),
    (
      ["reach", "slow.toml", "--target-bits-per-second", "1000"], 2,
      "keyrate: source.repetition_rate_hz: must be given for a target in bits per second; --set source.repetition_rate_hz=1e9, or --target-rate for bits per pulse\n"
    ),
    (
      ["reach", "asymptotic.toml", "--smallest-block"], 2,
      "keyrate: reach: security.pulses = 1e+18: has no meaning with security.analysis = \"asymptotic\"; leave it out\n"
    ),
    (
      ["reach", "link.toml", "--tolerances", "--variable", "source.decoys"], 2,
      "keyrate: --variable source.decoys: is a whole number and has no tolerance; keyrate reach without --tolerances tries its values\n"
    ),
    (
      ["reach", "link.toml", "--output", "nowhere/tried"], 2,
      "keyrate: nowhere/tried: cannot be written: the directory nowhere does not exist\n"
    ),
  ]

  @Test("Questions without meaning are refused with their place", arguments: refusedQuestions)
  func refusals(arguments: [String], status: Int32, message: String) throws {
    let folder = try TestFolder([
      "link.toml": Fixtures.given, "counts.toml": Fixtures.twoDecoyCounts, "asymptotic.toml": Fixtures.asymptotic,
      "slow.toml": Fixtures.asymptotic.replacing("repetition_rate_hz = 1e8\n", with: ""),
    ])
    let run = try folder.keyrate(arguments)
    #expect(run.status == status)
    #expect(run.errors == message)
    #expect(run.output == "")
    #expect(try folder.names.count == 4)
  }

  static let wrongUsage: [([String], String)] = [
    (["--from", "10", "--to", "5"], "--from 10.0 --to 5.0: the lower end must be below the upper end"),
    (
      ["--target-rate", "-1e-6"], "--target-rate -1e-06: must be greater than 0; without a target any key is asked for"
    ),
    (["--target-length", "0"], "--target-length 0.0: must be greater than 0; without a target any key is asked for"),
    (
      ["--target-length", "10", "--target-rate", "1e-6"], "--target-rate and --target-length: give one target"
    ),
    (["--points", "2"], "--points 2: must be between 3 and 10000"),
    (["--jobs", "0"], "--jobs 0: must be between 1 and 4096"),
    (
      ["--variable", "link.loss_db", "--variable", "detector.efficiency"],
      "--variable detector.efficiency: one key can be moved at a time; several go with --tolerances"
    ),
    (["--tolerances", "--to", "5"], "--to: does not go with --tolerances"),
    (
      ["--smallest-block", "--tolerances"],
      "--smallest-block: moves the block and goes with neither --variable nor --tolerances"
    ),
  ]

  @Test("Options that contradict one another are wrong usage", arguments: wrongUsage)
  func usage(arguments: [String], message: String) throws {
    let run = try TestFolder(["link.toml": Fixtures.given]).keyrate(["reach", "link.toml"] + arguments)
    #expect(run.status == 64)
    #expect(run.errors.hasPrefix("Error: \(message)\n"), "\(run.errors)")
    #expect(run.output == "")
  }

  @Test("A key that a curve sets cannot be moved for all curves")
  func curveSetsKey() throws {
    let text = Fixtures.sweep.replacing("source.decoys = 1\n", with: "source.decoys = 1\ndetector.misalignment = 0\n")
    let run = try TestFolder(["link.toml": text]).keyrate("reach", "link.toml", "--variable", "detector.misalignment")
    #expect(run.status == 2)
    #expect(
      run.errors.hasSuffix(
        "misalignment = 0: has no effect: the question moves detector.misalignment for every curve; ask about something else with --variable, or leave it out\n"
      ), "\(run.errors)")
  }

  @Test("Two arms must say which is to grow")
  func arms() throws {
    let text = ReachFamiliesTests.twinField.replacing("loss_db = 30", with: "alice_loss_db = 10\nbob_loss_db = 20")
    let folder = try TestFolder(["link.toml": text])
    let run = try folder.keyrate("reach", "link.toml")
    #expect(run.status == 2)
    #expect(
      run.errors
        == "keyrate: link.toml:4:1: link.alice_loss_db: the arms are given one by one: say which is to grow; --variable link.alice_loss_db, or --variable link.distance_km for both at the share link.alice_share\n"
    )
    #expect(try folder.keyrate("reach", "link.toml", "--variable", "link.bob_loss_db").status == 0)
  }

  @Test("Tolerances and sensitivities as one JSON document")
  func documents() throws {
    let folder = try TestFolder(["link.toml": Fixtures.given])
    let box = try folder.keyrate("reach", "link.toml", "--tolerances", "--json").json()
    let one = try #require(box["tolerances"]?.list.first)
    #expect(one["inputs"]?.list.count == 4)
    #expect(one["corners_verified"]?.number == 16)
    let study = try folder.keyrate("sensitivity", "link.toml", "--json").json()
    let lines = try #require(study["sensitivities"]?.list.first?["lines"]?.list)
    #expect(lines.first?["key"]?.text == "link.distance_km")
    #expect(try #require(lines.first?["elasticity"]?.number) < -1)
    #expect(try folder.keyrate("sensitivity", "link.toml").output.contains("\nchange of the rate for 1 % less"))
  }
}
