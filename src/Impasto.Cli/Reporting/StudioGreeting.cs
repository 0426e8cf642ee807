using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using Impasto.Cli.Shell;
using Impasto.Studio;
using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Prints address and data of a studio that has started.</summary>
internal static class StudioGreeting
{
    public static void Show(Terminal terminal, StudioSettings settings, Uri address, bool opens)
    {
        string page = settings.Token is null ? $"{address}" : $"{address}?token={settings.Token}";
        terminal.Out.WriteLine($"Studio   {page}");
        if (!IPAddress.IsLoopback(settings.Address))
        {
            terminal.Out.WriteLine(
                $"Note     Others can reach this studio at {settings.Address}; they need the token.");
        }

        terminal.Out.WriteLine($"Data     {(settings.Store is null ? settings.DataFolder : "in the database")}");
        terminal.Out.WriteLine("Ctrl+C ends the studio; unfinished runs continue the next time.");
        if (opens && terminal.Out.Profile.Capabilities.Interactive)
            Open(page);
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
