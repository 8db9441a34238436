import Foundation
import LMKTestSupport
import Testing

/// Without the right to signal others: they are shown and marked, and passed over for the next of
/// one's own. In a PID namespace of its own.
@Suite(
  "Unprivileged", .serialized,
  .enabled(
    if: geteuid() == 0 && WholeProgramTests.mayUnshare && Namespaced.hasTerminalTools,
    "needs root, to be another user in a private PID namespace"))
struct UnprivilegedTests {
  private static let nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"

  @Test("The next own process dies, and what is refused is not repeated at every tick")
  func nextOwn() throws {
    try withTemporaryFolder { folder in
      let end = try Namespaced.run(
        """
        chmod 777 $folder
        $storm grow 120 900 > /dev/null & foreign=$!
        \(Self.nobody) $lmktop guard --arm --json --thresholds 100%:500 --no-journal \
          > $folder/out 2>&1 & guard=$!
        await '"armed"' $folder/out
        \(Self.nobody) $storm grow 60 800 > /dev/null
        echo "own $?"
        await '"died"' $folder/out
        # Many looks later:
        sleep 3
        kill -0 $foreign && echo "foreign lives"
        kill -TERM $guard; wait $guard; echo "status $?"
        kill -KILL $foreign
        """, in: folder)
      let said = try Namespaced.lines(folder.appending(path: "out"))
      #expect(end.text.contains("own 143"), "\(end.text) \(Namespaced.acts(said))")
      #expect(end.text.contains("foreign lives"), "\(end.text)")
      #expect(end.text.contains("status 0"), "\(end.text)")
      let acts = Namespaced.acts(said)
      #expect(acts.filter { $0 == "failed" }.count <= 1, "\(acts)")
      #expect(acts.filter { $0 == "signal" }.count == 1, "\(acts)")
    }
  }

  @Test("Others' processes stand in the list with their owner, and on the screen marked as refused")
  func marked() throws {
    try withTemporaryFolder { folder in
      let end = try Namespaced.run(
        """
        chmod 777 $folder
        $storm grow 120 900 > /dev/null & foreign=$!
        \(Self.nobody) $storm grow 60 400 > /dev/null & own=$!
        sleep 0.5
        \(Self.nobody) $lmktop list > $folder/list
        lmktop="\(Self.nobody) $lmktop --no-mouse"
        open_screen --thresholds 100%:500
        arm_screen
        await 'refused: EPERM' $folder/screen
        grep -q 'refused: EPERM' $folder/screen && echo marked
        grep -q 'may signal 1 of' $folder/screen && echo counted
        kill -0 $foreign && kill -0 $own && echo "both live"
        kill -KILL $foreign $own
        kill -TERM $screen
        """, in: folder)
      #expect(end.text.contains("marked"), "\(end.text)")
      #expect(end.text.contains("counted"), "\(end.text)")
      #expect(end.text.contains("both live"), "\(end.text)")
      let list = try String(contentsOf: folder.appending(path: "list"), encoding: .utf8)
      #expect(list.contains("lmkstorm"), "\(list)")
      #expect(list.split(separator: "\n").contains { $0.contains(" root ") }, "\(list)")
    }
  }
}
