// SPDX-License-Identifier: GPL-3.0-or-later
/// Beginnings of files of sending-or-not-sending that are right so far.
enum SendingOrNotSendingText {
  /// A link with pairing and a block: three lines of a finite-key analysis.
  static let paired = """
    protocol = "aopp"
    link.loss_db = 50
    security.pulses = 1e12

    """
  /// The same without pairing.
  static let plain = paired.replacing("aopp", with: "sns")
  /// Four lines of a link of unequal arms.
  static let unequal = """
    protocol = "aopp"
    link.alice_loss_db = 22
    link.bob_loss_db = 28
    security.pulses = 1e12

    """
  /// Three lines of an analysis of infinite data.
  static let infinite = """
    protocol = "aopp"
    link.loss_db = 50
    security.analysis = "asymptotic"

    """
  /// Twenty-two lines of a run with pairing, without declarations: synthetic counts of a link of 40 dB.
  static let run = """
    protocol = "aopp"
    source.signal_window_probability = 0.85
    source.weak_probability = 0.8
    source.strong_probability = 0.1
    source.weak_intensity = 0.05
    source.strong_intensity = 0.4
    source.signal_intensity = 0.48
    source.sending_probability = 0.27
    source.slice_width_rad = 0.4
    [counts]
    pulses = 1e12
    nobody_sent = 45
    weak_alice = 38110604
    weak_bob = 38117242
    strong_alice = 38002512
    strong_bob = 38015266
    slice_errors = 61055
    zeros = 1183755965
    ones = 681057920
    pairs_kept = 391890220
    pair_errors = 331
    error_correction_leak_bits = 9000

    """
  /// Thirteen lines of the same with its counts in a file.
  static let runWithFile =
    run.split(separator: "\n", omittingEmptySubsequences: false).prefix(11).joined(separator: "\n")
    + "\nerror_correction_leak_bits = 9000\nfile = \"run.csv\"\n"
  /// The file: zeros by detector.
  static let table = """
    event,count
    nobody_sent,45
    weak_alice,38110604
    weak_bob,38117242
    strong_alice,38002512
    strong_bob,38015266
    slice_errors,61055
    zeros,1000000000
    zeros,183755965
    ones,681057920
    zero_errors,502611349
    pairs_kept,391890220
    pair_errors,331

    """
  /// A link of two states, both with stray light.
  static let varying = """
    protocol = "aopp"
    security.pulses = 1e12
    [[link.sample]]
    weight = 0.4
    loss_db = 40
    [[link.sample]]
    weight = 0.6
    alice_loss_db = 21
    bob_loss_db = 23
    background_photons = 1e-9

    """
  /// The same without pairing.
  static let plainRun = run.replacing("aopp", with: "sns")
    .replacing("pairs_kept = 391890220\npair_errors = 331", with: "zero_errors = 502611349\none_errors = 771")
  /// What a certified length rests on.
  static let declarations = """
    phase_reference = "fixed-before"
    acceptance = "phase-difference"
    phase_randomisation = "continuous"
    disclosed_after_run = true
    settings_fixed_before_run = true

    """
  /// The same for pairs.
  static let pairDeclarations = declarations + "pairing = \"uniform\"\npairs_announced = \"unordered\"\n"
}
