import LMKCore
import LMKEngine

/// What an armed run would do from here on, kill by kill, if nobody grew meanwhile.
struct PredictionJSON {
  let prediction: Prediction

  func write(_ json: inout JSONText) {
    json.name("kills")
    json.array { json in
      for step in prediction.steps { json.object { write(step, into: &$0) } }
    }
    // The first are listed; these tell of all.
    json.field("kill_count", prediction.count)
    json.field("frees_pages", prediction.pages)
    json.field("end", end)
  }

  private func write(_ step: Prediction.Step, into json: inout JSONText) {
    json.field("pid", step.victim.key.pid)
    json.field("start_time", step.victim.key.startTime)
    json.field("name", step.victim.name.text)
    json.field("level", step.row + 1)
    json.field("frees_pages", step.victim.freesPages)
    json.field("other_free_pages_after", step.after.otherFree)
    json.field("level_after", step.rowAfter.map { $0 + 1 })
  }

  private var end: String {
    switch prediction.end {
    case .relieved: "relieved"
    case .nobodyLeft: "nobody_left"
    case .afterStall: "after_stall"
    }
  }
}
