import LMKCore

/// Whom lmktop protects without being asked: what an operator would miss at once. On by default
/// (`default_rules = false` turns them off).
///
/// By a file that belongs to root, or by a unit below /system.slice: anybody can call himself sshd,
/// and make a unit of that name below his own user@.service, but not these. Session processes run as
/// their user, yet their programs are root's.
enum ShippedRules {
  static let all: [ProcessRule] = [
    rule("desktop", running: desktops),
    rule("display manager", running: displayManagers),
    rule("sshd", running: ["sshd", "sshd-session", "sshd-auth", "dropbear"]),
    rule("init", running: systems),
    system,
  ]

  private static let desktops = [
    "gnome-shell", "gnome-session-binary", "gnome-session-service", "mutter", "plasmashell",
    "plasma_session", "ksmserver", "kwin_x11", "kwin_wayland", "kwin_wayland_wrapper",
    "startplasma-x11", "startplasma-wayland", "xfce4-session", "xfwm4", "xfdesktop", "cinnamon",
    "cinnamon-session-binary", "muffin", "mate-session", "marco", "lxsession", "lxqt-session",
    "budgie-wm", "budgie-session-binary", "cosmic-comp", "cosmic-session", "Xorg", "Xorg.bin",
    "Xwayland", "sway", "i3", "Hyprland", "niri", "river", "labwc", "wayfire", "weston", "openbox",
    "gnome-kiosk", "phoc", "phosh",
  ]

  private static let displayManagers = [
    "gdm", "gdm3", "gdm-session-worker", "gdm-x-session", "gdm-wayland-session", "sddm",
    "sddm-helper", "lightdm", "lxdm", "lxdm-binary", "xdm", "slim", "greetd", "ly",
  ]

  /// What starts, logs and connects everything. systemd-udevd is udevadm by its file: its unit tells.
  private static let systems = [
    "systemd", "systemd-journald", "systemd-logind", "systemd-udevd", "elogind", "elogind-daemon",
    "dbus-daemon", "dbus-broker", "dbus-broker-launch", "rsyslogd", "syslog-ng", "syslogd", "init",
    "openrc-init", "runit", "runsvdir", "s6-svscan", "udevd", "seatd",
  ]

  /// Not ssh.service and dbus.service: where there is no logind, what they start stays in them.
  private static let system: ProcessRule = {
    var match = ProcessRule.Match()
    match.cgroup =
      #"^/system\.slice/(systemd-(journald|logind|udevd)|rsyslog|syslog-ng|"#
      + #"gdm3?|sddm|lightdm|display-manager)\.service(/|$)"#
    return ProcessRule(label: "system unit", action: .protect, match: match)
  }()

  /// Some distributions wrap a program: `.sway-wrapped`.
  private static func rule(_ label: String, running names: [String]) -> ProcessRule {
    var match = ProcessRule.Match()
    let words = names.map { $0.replacing(".", with: "\\.") }.joined(separator: "|")
    match.executable = "/\\.?(\(words))(-wrapped)?$"
    match.isRootOwned = true
    return ProcessRule(label: label, action: .protect, match: match)
  }
}
