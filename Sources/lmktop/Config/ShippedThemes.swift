// Generated from Themes/*.toml by `LMKTOP_RECORD=1 swift test --filter ThemesShippedTests`.
// swift-format-ignore-file

extension ShippedTheme {
  static let all: [ShippedTheme] = [
    ShippedTheme(
      name: "default",
      text: #"""
        # The terminal's own sixteen colours, and no background. Readable on dark ones and on light ones: so
        # no yellow, white, cyan or grey for words, nor blue, which sinks in black.
        name = "default"

        # The frame around everything.
        text      = { fg16 = "default" }
        dim       = { fg16 = "default" }
        title     = { fg16 = "default", attr = ["bold"] }
        border    = { fg16 = "default" }
        key       = { fg16 = "default", attr = ["bold"] }
        key_label = { fg16 = "default", attr = ["reverse"] }
        select    = { fg16 = "default", attr = ["reverse"] }
        tag       = { fg16 = "magenta", attr = ["bold"] }

        # Processes: the next to die is the loudest row, what cannot die the quietest.
        victim    = { fg16 = "red", attr = ["bold", "underline"] }
        eligible  = { fg16 = "red", mono = ["bold"] }
        protected = { fg16 = "green" }
        dying     = { fg16 = "magenta", attr = ["underline"] }
        zombie    = { fg16 = "magenta" }
        kernel    = { fg16 = "default" }

        # Rows of the thresholds: 1 is the last resort.
        level_1 = { fg16 = "red", attr = ["bold"], mono = ["bold", "underline"] }
        level_2 = { fg16 = "red", mono = ["bold", "underline"] }
        level_3 = { fg16 = "magenta", attr = ["bold"] }
        level_4 = { fg16 = "magenta", mono = ["bold"] }
        level_5 = { fg16 = "default", attr = ["bold"], mono = [] }
        level_6 = { fg16 = "default" }

        # Memory and pressure.
        bar_used   = { fg16 = "green" }
        bar_shared = { fg16 = "magenta" }
        bar_slab   = { fg16 = "blue" }
        bar_file   = { fg16 = "cyan" }
        tick       = { fg16 = "default", attr = ["bold"] }
        psi_some   = { fg16 = "magenta" }
        psi_full   = { fg16 = "red", attr = ["bold"] }
        trend      = { fg16 = "default" }

        # What lmktop is doing. Nothing may be louder than armed.
        armed      = { fg16 = "red", attr = ["bold", "reverse"] }
        disarmed   = { fg16 = "green", attr = ["bold"] }
        warn       = { fg16 = "magenta", attr = ["bold"] }
        error      = { fg16 = "red", attr = ["bold"], mono = ["bold", "underline"] }
        ok         = { fg16 = "green" }
        edit       = { fg16 = "magenta", attr = ["bold", "reverse"], mono = ["underline"] }
        search_hit = { fg16 = "magenta", attr = ["bold", "underline"] }
        frozen     = { fg16 = "default", attr = ["bold", "reverse"], mono = ["reverse"] }

        """#),
    ShippedTheme(
      name: "dark",
      text: #"""
        # Soft colours on a dark background, which it paints.
        name = "dark"

        # The frame around everything.
        text      = { fg = "#d6dae0", fg16 = "white", bg = "#14171c", bg16 = "black" }
        dim       = { fg = "#8b93a1", fg16 = "white" }
        title     = { fg = "#ffffff", fg16 = "bright_white", attr = ["bold"] }
        border    = { fg = "#67738a", fg16 = "cyan" }
        key       = { fg = "#7cc5ff", fg16 = "bright_cyan", attr = ["bold"] }
        key_label = { fg = "#14171c", fg16 = "black", bg = "#8fb8de", bg16 = "cyan", mono = ["reverse"] }
        select    = { fg = "#ffffff", fg16 = "bright_white", bg = "#2f4a6d", bg16 = "blue", mono = ["reverse"] }
        tag       = { fg = "#f2c14e", fg16 = "bright_yellow", attr = ["bold"] }

        # Processes: the next to die is the loudest row, what cannot die the quietest.
        victim    = { fg = "#ffffff", fg16 = "bright_white", bg = "#a3262a", bg16 = "red", attr = ["bold"], mono = ["bold", "underline"] }
        eligible  = { fg = "#ff8f86", fg16 = "bright_red", mono = ["bold"] }
        protected = { fg = "#7fd18b", fg16 = "green" }
        dying     = { fg = "#d79bff", fg16 = "bright_magenta", attr = ["underline"] }
        zombie    = { fg = "#9aa7ff", fg16 = "cyan" }
        kernel    = { fg = "#8b93a1", fg16 = "white" }

        # Rows of the thresholds: 1 is the last resort.
        level_1 = { fg = "#ff6b68", fg16 = "bright_red", attr = ["bold"], mono = ["bold", "underline"] }
        level_2 = { fg = "#ff8a5c", fg16 = "red", mono = ["bold", "underline"] }
        level_3 = { fg = "#ffb454", fg16 = "bright_yellow", mono = ["bold"] }
        level_4 = { fg = "#e6d06c", fg16 = "yellow", mono = ["bold"] }
        level_5 = { fg = "#8fc7e8", fg16 = "bright_cyan" }
        level_6 = { fg = "#6fb3e0", fg16 = "cyan" }

        # Memory and pressure.
        bar_used   = { fg = "#7fd18b", fg16 = "green" }
        bar_shared = { fg = "#d79bff", fg16 = "magenta" }
        bar_slab   = { fg = "#6ca8ff", fg16 = "bright_blue" }
        bar_file   = { fg = "#57c7d4", fg16 = "cyan" }
        tick       = { fg = "#ffffff", fg16 = "bright_white", attr = ["bold"] }
        psi_some   = { fg = "#ffb454", fg16 = "bright_yellow" }
        psi_full   = { fg = "#ff6b68", fg16 = "bright_red", attr = ["bold"] }
        trend      = { fg = "#7cc5ff", fg16 = "bright_cyan" }

        # What lmktop is doing. Nothing may be louder than armed.
        armed      = { fg = "#ffffff", fg16 = "bright_yellow", bg = "#e00000", bg16 = "red", attr = ["bold"], mono = ["bold", "reverse"] }
        disarmed   = { fg = "#7fd18b", fg16 = "bright_green", attr = ["bold"] }
        warn       = { fg = "#ffb454", fg16 = "bright_yellow", attr = ["bold"] }
        error      = { fg = "#ff6b68", fg16 = "bright_red", attr = ["bold"], mono = ["bold", "underline"] }
        ok         = { fg = "#7fd18b", fg16 = "green" }
        edit       = { fg = "#14171c", fg16 = "black", bg = "#f2c14e", bg16 = "yellow", attr = ["bold"], mono = ["underline"] }
        search_hit = { fg = "#14171c", fg16 = "black", bg = "#e6d06c", bg16 = "yellow", mono = ["bold", "underline"] }
        frozen     = { fg = "#14171c", fg16 = "black", bg = "#9fd8ff", bg16 = "cyan", attr = ["bold"], mono = ["reverse"] }

        """#),
    ShippedTheme(
      name: "light",
      text: #"""
        # Dark ink on a light background, which it paints.
        name = "light"

        # The frame around everything.
        text      = { fg = "#1f2328", fg16 = "black", bg = "#fafafa", bg16 = "bright_white" }
        dim       = { fg = "#636b74", fg16 = "black" }
        title     = { fg = "#000000", fg16 = "black", attr = ["bold"] }
        border    = { fg = "#7c858f", fg16 = "blue" }
        key       = { fg = "#0550ae", fg16 = "blue", attr = ["bold"] }
        key_label = { fg = "#ffffff", fg16 = "bright_white", bg = "#3a5f8a", bg16 = "blue", mono = ["reverse"] }
        select    = { fg = "#0b1f3a", fg16 = "black", bg = "#b6d7ff", bg16 = "cyan", mono = ["reverse"] }
        tag       = { fg = "#7a4a00", fg16 = "magenta", attr = ["bold"] }

        # Processes: the next to die is the loudest row, what cannot die the quietest.
        victim    = { fg = "#ffffff", fg16 = "bright_white", bg = "#b3261e", bg16 = "red", attr = ["bold"], mono = ["bold", "underline"] }
        eligible  = { fg = "#b3261e", fg16 = "red", mono = ["bold"] }
        protected = { fg = "#116329", fg16 = "blue" }
        dying     = { fg = "#7b2fa0", fg16 = "magenta", attr = ["underline"] }
        zombie    = { fg = "#4450b8", fg16 = "blue" }
        kernel    = { fg = "#636b74", fg16 = "black" }

        # Rows of the thresholds: 1 is the last resort.
        level_1 = { fg = "#b00012", fg16 = "red", attr = ["bold"], mono = ["bold", "underline"] }
        level_2 = { fg = "#b3401e", fg16 = "red", mono = ["bold", "underline"] }
        level_3 = { fg = "#8f5200", fg16 = "magenta", attr = ["bold"] }
        level_4 = { fg = "#6f6000", fg16 = "magenta", mono = ["bold"] }
        level_5 = { fg = "#0b5f86", fg16 = "blue" }
        level_6 = { fg = "#1b57a6", fg16 = "blue" }

        # Memory and pressure.
        bar_used   = { fg = "#2c8a45", fg16 = "green" }
        bar_shared = { fg = "#9440b8", fg16 = "magenta" }
        bar_slab   = { fg = "#2f6fd0", fg16 = "blue" }
        bar_file   = { fg = "#0e7f8c", fg16 = "cyan" }
        tick       = { fg = "#000000", fg16 = "black", attr = ["bold"] }
        psi_some   = { fg = "#8f5200", fg16 = "magenta" }
        psi_full   = { fg = "#b00012", fg16 = "red", attr = ["bold"] }
        trend      = { fg = "#0550ae", fg16 = "blue" }

        # What lmktop is doing. Nothing may be louder than armed.
        armed      = { fg = "#ffffff", fg16 = "bright_yellow", bg = "#d00000", bg16 = "red", attr = ["bold"], mono = ["bold", "reverse"] }
        disarmed   = { fg = "#116329", fg16 = "green", attr = ["bold"] }
        warn       = { fg = "#8f5200", fg16 = "magenta", attr = ["bold"] }
        error      = { fg = "#b00012", fg16 = "red", attr = ["bold"], mono = ["bold", "underline"] }
        ok         = { fg = "#116329", fg16 = "green" }
        edit       = { fg = "#000000", fg16 = "black", bg = "#ffe08a", bg16 = "yellow", attr = ["bold"], mono = ["underline"] }
        search_hit = { fg = "#000000", fg16 = "black", bg = "#ffd23f", bg16 = "yellow", mono = ["bold", "underline"] }
        frozen     = { fg = "#ffffff", fg16 = "bright_white", bg = "#0e6a8c", bg16 = "blue", attr = ["bold"], mono = ["reverse"] }

        """#),
    ShippedTheme(
      name: "solarized",
      text: #"""
        # Ethan Schoonover's Solarized, dark. Red, orange, magenta and violet are a little lighter than his,
        # and so is the grey: his come close to a contrast of 3 on this background, or below it. Where there
        # are only sixteen colours, they are the terminal's own.
        name = "solarized"

        # The frame around everything.
        text      = { fg = "#93a1a1", fg16 = "default", bg = "#002b36", bg256 = 234, bg16 = "default" }
        dim       = { fg = "#6f868e", fg16 = "default" }
        title     = { fg = "#a8b4b4", fg16 = "default", attr = ["bold"] }
        border    = { fg = "#6f868e", fg16 = "default" }
        key       = { fg = "#268bd2", fg16 = "blue", attr = ["bold"] }
        key_label = { fg = "#002b36", fg16 = "black", bg = "#93a1a1", bg16 = "cyan", mono = ["reverse"] }
        select    = { fg = "#fdf6e3", fg16 = "bright_white", bg = "#0a4a5c", bg16 = "blue", mono = ["reverse"] }
        tag       = { fg = "#b58900", fg16 = "magenta", attr = ["bold"] }

        # Processes: the next to die is the loudest row, what cannot die the quietest.
        victim    = { fg = "#fdf6e3", fg16 = "bright_white", bg = "#a3231f", bg16 = "red", attr = ["bold"], mono = ["bold", "underline"] }
        eligible  = { fg = "#ec4b47", fg16 = "red", mono = ["bold"] }
        protected = { fg = "#859900", fg16 = "green" }
        dying     = { fg = "#e0559a", fg16 = "magenta", attr = ["underline"] }
        zombie    = { fg = "#8389dc", fg16 = "blue" }
        kernel    = { fg = "#6f868e", fg16 = "default" }

        # Rows of the thresholds: 1 is the last resort.
        level_1 = { fg = "#ec4b47", fg16 = "red", attr = ["bold"], mono = ["bold", "underline"] }
        level_2 = { fg = "#d9601f", fg16 = "red", mono = ["bold", "underline"] }
        level_3 = { fg = "#b58900", fg16 = "magenta", attr = ["bold"] }
        level_4 = { fg = "#e0559a", fg16 = "magenta", mono = ["bold"] }
        level_5 = { fg = "#2aa198", fg16 = "blue", attr = ["bold"], mono = [] }
        level_6 = { fg = "#3f97d9", fg16 = "blue" }

        # Memory and pressure.
        bar_used   = { fg = "#859900", fg16 = "green" }
        bar_shared = { fg = "#e0559a", fg16 = "magenta" }
        bar_slab   = { fg = "#268bd2", fg16 = "blue" }
        bar_file   = { fg = "#2aa198", fg16 = "cyan" }
        tick       = { fg = "#fdf6e3", fg16 = "default", attr = ["bold"] }
        psi_some   = { fg = "#b58900", fg16 = "magenta" }
        psi_full   = { fg = "#ec4b47", fg16 = "red", attr = ["bold"] }
        trend      = { fg = "#268bd2", fg16 = "blue" }

        # What lmktop is doing. Nothing may be louder than armed.
        armed      = { fg = "#fdf6e3", fg16 = "bright_yellow", bg = "#cf1f1b", bg16 = "red", attr = ["bold"], mono = ["bold", "reverse"] }
        disarmed   = { fg = "#859900", fg16 = "green", attr = ["bold"] }
        warn       = { fg = "#b58900", fg16 = "magenta", attr = ["bold"] }
        error      = { fg = "#ec4b47", fg16 = "red", attr = ["bold"], mono = ["bold", "underline"] }
        ok         = { fg = "#859900", fg16 = "green" }
        edit       = { fg = "#002b36", fg16 = "black", bg = "#b58900", bg16 = "yellow", attr = ["bold"], mono = ["underline"] }
        search_hit = { fg = "#002b36", fg16 = "black", bg = "#2aa198", bg16 = "cyan", mono = ["bold", "underline"] }
        frozen     = { fg = "#fdf6e3", fg16 = "bright_white", bg = "#1d6fa8", bg16 = "blue", attr = ["bold"], mono = ["reverse"] }

        """#),
    ShippedTheme(
      name: "mono",
      text: #"""
        # No colour at all: bold, underline and reverse, with words and marks beside them.
        name = "mono"

        # The frame around everything.
        text      = {}
        dim       = {}
        title     = { attr = ["bold"] }
        border    = {}
        key       = { attr = ["bold"] }
        key_label = { attr = ["reverse"] }
        select    = { attr = ["reverse"] }
        tag       = { attr = ["bold"] }

        # Processes: the next to die is the loudest row, what cannot die the quietest.
        victim    = { attr = ["bold", "underline"] }
        eligible  = { attr = ["bold"] }
        protected = {}
        dying     = { attr = ["underline"] }
        zombie    = {}
        kernel    = {}

        # Rows of the thresholds: 1 is the last resort.
        level_1 = { attr = ["bold", "underline"] }
        level_2 = { attr = ["bold", "underline"] }
        level_3 = { attr = ["bold"] }
        level_4 = { attr = ["bold"] }
        level_5 = {}
        level_6 = {}

        # Memory and pressure.
        bar_used   = {}
        bar_shared = {}
        bar_slab   = {}
        bar_file   = {}
        tick       = { attr = ["bold"] }
        psi_some   = {}
        psi_full   = { attr = ["bold"] }
        trend      = {}

        # What lmktop is doing. Nothing may be louder than armed.
        armed      = { attr = ["bold", "reverse"] }
        disarmed   = { attr = ["bold"] }
        warn       = { attr = ["bold"] }
        error      = { attr = ["bold", "underline"] }
        ok         = {}
        edit       = { attr = ["underline"] }
        search_hit = { attr = ["bold", "underline"] }
        frozen     = { attr = ["reverse"] }

        """#),
    ShippedTheme(
      name: "colorblind",
      text: #"""
        # The colours of Okabe and Ito, which every eye tells apart, on a background of near black. Rank is in
        # brightness and weight too, never in red against green.
        name = "colorblind"

        # The frame around everything.
        text      = { fg = "#e6e6e6", fg16 = "white", bg = "#101010", bg16 = "black" }
        dim       = { fg = "#9a9a9a", fg16 = "white" }
        title     = { fg = "#ffffff", fg16 = "bright_white", attr = ["bold"] }
        border    = { fg = "#6f7a85", fg16 = "cyan" }
        key       = { fg = "#56b4e9", fg16 = "bright_cyan", attr = ["bold"] }
        key_label = { fg = "#101010", fg16 = "black", bg = "#56b4e9", bg16 = "cyan", mono = ["reverse"] }
        select    = { fg = "#ffffff", fg16 = "black", bg = "#005a8f", bg16 = "cyan", mono = ["reverse"] }
        tag       = { fg = "#f0e442", fg16 = "bright_yellow", attr = ["bold"] }

        # Processes: the next to die is the loudest row, what cannot die the quietest.
        victim    = { fg = "#000000", fg16 = "bright_yellow", bg = "#e69f00", bg16 = "blue", attr = ["bold"], mono = ["bold", "underline"] }
        eligible  = { fg = "#e69f00", fg16 = "bright_yellow", mono = ["bold"] }
        protected = { fg = "#56b4e9", fg16 = "bright_cyan" }
        dying     = { fg = "#cc79a7", fg16 = "bright_magenta", attr = ["underline"] }
        zombie    = { fg = "#b0b0b0", fg16 = "white" }
        kernel    = { fg = "#9a9a9a", fg16 = "white" }

        # Rows of the thresholds: 1 is the last resort.
        level_1 = { fg = "#ff7a1a", fg16 = "bright_yellow", attr = ["bold", "underline"] }
        level_2 = { fg = "#e69f00", fg16 = "bright_yellow", attr = ["bold"], mono = ["bold", "underline"] }
        level_3 = { fg = "#f0e442", fg16 = "yellow", mono = ["bold"] }
        level_4 = { fg = "#cc79a7", fg16 = "bright_magenta", mono = ["bold"] }
        level_5 = { fg = "#56b4e9", fg16 = "bright_cyan" }
        level_6 = { fg = "#3f9bd0", fg16 = "cyan" }

        # Memory and pressure.
        bar_used   = { fg = "#e69f00", fg16 = "yellow" }
        bar_shared = { fg = "#cc79a7", fg16 = "magenta" }
        bar_slab   = { fg = "#2b8cc4", fg16 = "blue" }
        bar_file   = { fg = "#56b4e9", fg16 = "cyan" }
        tick       = { fg = "#ffffff", fg16 = "bright_white", attr = ["bold"] }
        psi_some   = { fg = "#f0e442", fg16 = "bright_yellow" }
        psi_full   = { fg = "#ff7a1a", fg16 = "bright_yellow", attr = ["bold", "underline"], mono = ["bold"] }
        trend      = { fg = "#56b4e9", fg16 = "bright_cyan" }

        # What lmktop is doing. Nothing may be louder than armed.
        armed      = { fg = "#000000", fg16 = "black", bg = "#f0e442", bg16 = "bright_yellow", attr = ["bold"], mono = ["bold", "reverse"] }
        disarmed   = { fg = "#56b4e9", fg16 = "bright_cyan", attr = ["bold"] }
        warn       = { fg = "#e69f00", fg16 = "bright_yellow", attr = ["bold"] }
        error      = { fg = "#ff7a1a", fg16 = "bright_yellow", attr = ["bold", "underline"] }
        ok         = { fg = "#00b383", fg16 = "bright_white" }
        edit       = { fg = "#000000", fg16 = "black", bg = "#cc79a7", bg16 = "magenta", attr = ["bold"], mono = ["underline"] }
        search_hit = { fg = "#000000", fg16 = "black", bg = "#cc79a7", bg16 = "magenta", mono = ["bold", "underline"] }
        frozen     = { fg = "#000000", fg16 = "black", bg = "#56b4e9", bg16 = "cyan", attr = ["bold"], mono = ["reverse"] }

        """#),
  ]
}
