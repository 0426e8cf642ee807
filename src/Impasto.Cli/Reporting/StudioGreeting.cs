using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using Impasto.Cli.Shell;
using Impasto.Studio;
using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>What the terminal shows of a studio that has started.</summary>
internal static class StudioGreeting
{
    public static void Say(Terminal terminal, StudioSettings settings, Uri address, bool opens)
    {
        string page = settings.Token is null ? $"{address}" : $"{address}?token={settings.Token}";
        terminal.Out.WriteLine($"Studio   {page}");
        if (!IPAddress.IsLoopback(settings.Address))
            terminal.Out.WriteLine($"Note     Others can reach this studio at {settings.Address}; they need the token.");
        terminal.Out.WriteLine($"Data     {(settings.Store is null ? settings.DataFolder : "in the database")}");
        terminal.Out.WriteLine("Ctrl+C ends it: what is painted then goes on the next time.");
        if (opens && terminal.Out.Profile.Capabilities.Interactive)
            Open(page);
    }

    // Where there is no browser, the address is enough.
    private static void Open(string page)
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null)
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
