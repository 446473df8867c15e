// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: MDI-QKD, pulse pairs really sent")
struct MalformedMDISentTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a setting sent less often than its probability says",
      MDIText.four + MDIText.sent.replacing("[490000000000", with: "[480000000000"),
      says: """
        f.toml:17:4: counts.sent[1][1] = 480000000000: setting frequencies do not match probabilities: \
        490000000000 pulse pairs of these settings are expected; probabilities are those of the random \
        generator; a fixed pattern of settings is no random choice
        """),
    MalformedFile(
      "the vacuum and the weak decoy exchanged",
      MDIText.four
        + MDIText.sent.replacing(
          "[147000000000, 8400000000, 44100000000, 10500000000],\n  [35000000000, 2000000000, 10500000000, 2500000000]",
          with:
            "[35000000000, 2000000000, 10500000000, 2500000000],\n  [147000000000, 8400000000, 44100000000, 10500000000]"
        ),
      says: """
        f.toml:19:4: counts.sent[3][1] = 35000000000: setting frequencies do not match probabilities: \
        147000000000 pulse pairs of these settings are expected; probabilities are those of the random \
        generator; a fixed pattern of settings is no random choice
        """),
    MalformedFile(
      "settings that do not add up to the pulses",
      MDIText.four + MDIText.sent.replacing("[490000000000", with: "[490000000001"),
      says: """
        f.toml:5:1: counts.pulses = 1e12: must be the sum of all settings, 1000000000001; N counts the pulse \
        pairs emitted, all settings
        """),
    MalformedFile(
      "three rows for four settings",
      MDIText.four + MDIText.sent.replacing("  [35000000000, 2000000000, 10500000000, 2500000000],\n", with: ""),
      says: """
        f.toml:16:1: counts.sent = [\\n  [490000000000, 28000000000, 147000000000, 35000000000],\\n…: must have 4 elements, found 3
        """),
    MalformedFile(
      "a negative number of pulse pairs",
      MDIText.four + MDIText.sent.replacing("[490000000000", with: "[-490000000000"),
      says: """
        f.toml:17:4: counts.sent[1][1] = -490000000000: must be a count, 0 or greater
        """),
    MalformedFile(
      "pulse pairs of three intensities for four",
      MDIText.four + "key_basis_sent = [[1, 1, 1], [1, 1, 1], [1, 1, 1]]",
      says: """
        f.toml:16:1: counts.key_basis_sent = [[1, 1, 1], [1, 1, 1], [1, 1, 1]]: has no meaning with \
        source.scheme = "four-intensity"; was the run made with three intensities?
        """),
    MalformedFile(
      "a basis drawn otherwise than its probability says",
      MDIText.three + "test_basis_sent = [[3.6e9, 7.2e9, 8.4e9], [7.2e9, 1.44e10, 1.68e10], [8.4e9, 1.68e10, 1.97e10]]",
      says: """
        f.toml:12:87: counts.test_basis_sent[3][3] = 1.97e10: setting frequencies do not match \
        probabilities: 19600000000 pulse pairs of these settings are expected; probabilities are those of \
        the random generator; a fixed pattern of settings is no random choice
        """),
  ]
}
