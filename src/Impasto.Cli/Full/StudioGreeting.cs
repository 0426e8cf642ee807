using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Impasto.Cli.Shell;
using Impasto.Studio;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>Prints address and data of a studio that has started.</summary>
internal static class StudioGreeting
{
    /// <param name="terminal">Where it prints.</param>
    /// <param name="settings">The studio's settings.</param>
    /// <param name="address">The address it listens on.</param>
    /// <param name="isNewToken">True if the studio made its token, so that nobody has it yet.</param>
    /// <param name="opens">True to open the page in a browser.</param>
    public static void Show(Terminal terminal, StudioSettings settings, Uri address, bool isNewToken, bool opens)
    {
        if (settings.JsonLogs)
        {
            ShowJson(terminal, settings, address, isNewToken);
            return;
        }

        string page = isNewToken ? $"{address}#token={settings.Token}" : $"{address}";
        terminal.Out.WriteLine($"Studio   {page}");
        if (settings.IsReachable)
        {
            string where = IPAddress.IsLoopback(settings.Address) ? "through its proxy" : $"at {settings.Address}";
            terminal.Out.WriteLine($"Note     Others can reach this studio {where}; they need a token.");
        }

        terminal.Out.WriteLine($"Data     {(settings.Store is null ? settings.DataFolder : "in the database")}");
        terminal.Out.WriteLine("Ctrl+C ends the studio; unfinished runs continue the next time.");
        if (opens && terminal.Out.Profile.Capabilities.Interactive)
            Open(page);
    }

    // Logs are kept and passed around: a token does not belong there.
    private static void ShowJson(Terminal terminal, StudioSettings settings, Uri address, bool isNewToken)
    {
        string file = Path.Combine(settings.DataFolder, "token");
        if (isNewToken)
        {
            File.Delete(file);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(file, options);
            writer.WriteLine(settings.Token);
        }

        terminal.Data.WriteLine(JsonSerializer.Serialize(new
        {
            Timestamp = terminal.Clock.GetUtcNow(),
            LogLevel = "Information",
            Category = "Impasto.Studio",
            Message = $"The studio listens on {address}" + (isNewToken ? $"; its token is in {file}" : ""),
            Address = address,
        }));
    }

    // Without a browser, the printed address is enough.
    private static void Open(string page)
    {
        bool isOnScreen = Environment.GetEnvironmentVariable("DISPLAY") is not null
            || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is not null;
        if (OperatingSystem.IsLinux() && !isOnScreen)
            return;
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(page) { UseShellExecute = true });
        }
        catch (Win32Exception)
        {
        }
    }
}
