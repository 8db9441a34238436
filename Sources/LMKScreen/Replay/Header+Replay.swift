import LMKCore

extension Header {
  /// The first line of a replay: whether it was armed then. It looks like no line of the present, for
  /// nothing can be killed.
  var replayState: FlexLine {
    var line = FlexLine()
    line.add(StyledText(" RECORDING ", .tag), StyledText(" REC ", .tag), weight: 90)
    switch snapshot.arming {
    case .armed(let since):
      line.add(
        StyledText("was ARMED since \(scene.clock.time(since))", .warn),
        StyledText("was ARMED", .warn), weight: 50)
    case .disarmed:
      line.add(
        StyledText("was disarmed: nothing was killed by itself", .dim),
        StyledText("was disarmed", .dim), weight: 50)
    }
    line.add(StyledText("nothing here is signalled", .disarmed), "", weight: 6)
    line.pushRight()
    line.add(StyledText(scene.environment.hostName, .dim), "", weight: 3)
    line.add(
      StyledText("\(scene.clock.date(scene.now)) \(scene.clock.time(scene.now))", .title),
      StyledText(scene.clock.time(scene.now), .title), weight: 20)
    return line
  }
}
