// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports

extension EvidenceReport {
  /// The three files of a report: JSON, Markdown, HTML.
  ///
  /// - Parameters:
  ///   - path: the path without extension.
  ///   - installation: the machine that it was made on; this one if left out.
  package func files(at path: String, installation: JSONValue = Installation.json) -> [AtomicFiles.File] {
    let document = document(installation: installation)
    return [
      .init(path: path + ".json", text: document.text), .init(path: path + ".md", text: markdown(document: document)),
      .init(path: path + ".html", text: html(document: document)),
    ]
  }
}
