using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Impasto.Cli.Shell;

/// <summary>
/// The program impasto-full: what needs ASP.NET, libtorch or large packages, in a program of its own. The lean program
/// finds it when it is installed, and passes calls to it.
/// </summary>
internal static class FullEdition
{
    public const string StudioHelp = "Open a web page that paints pictures while you watch.";
    public const string WorkerHelp = "Paint pictures that wait in a studio's database.";
    public const string McpHelp = "Offer stylize, plan and presets as tools to an assistant or an editor: the Model "
        + "Context Protocol over standard input and output.";
    public const string LearnHelp = "Learn one painting's style in minutes, as a small file.";
    public const string DistillHelp =
        "Train a compact network from VGG-19 and a folder of pictures, or a decoder behind it.";

    private const string Program = "impasto-full";
    private const string DeviceOption = "--device";

    /// <summary>The part of a call that needs the full edition, such as --device cuda; null if nothing does.</summary>
    public static string? NeedOf(IReadOnlyList<string> args)
    {
        if (args is ["studio" or "worker" or "mcp" or "learn" or "distill", ..])
            return args[0];
        for (int i = 0; i < args.Count; i++)
        {
            string? device = args[i] == DeviceOption ? args.ElementAtOrDefault(i + 1)
                : args[i].StartsWith($"{DeviceOption}=", StringComparison.Ordinal)
                    ? args[i][(DeviceOption.Length + 1)..]
                    : null;
            if (IsOfTorch(device))
                return $"{DeviceOption} {device}";
        }

        return null;
    }

    /// <summary>Finds the program: beside this one, or in a folder of the path.</summary>
    /// <param name="folder">This program's folder.</param>
    /// <param name="path">The folders of the path, as the environment has them.</param>
    /// <returns>Its file; null if it is not installed.</returns>
    public static string? Find(string folder, string? path)
    {
        string name = OperatingSystem.IsWindows() ? $"{Program}.exe" : Program;
        return ((string[])[folder, .. (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)])
            .Select(place => Path.Combine(place, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Passes the call to the program, if the call needs it.</summary>
    /// <returns>The program's exit code; null if this program can do the call.</returns>
    /// <exception cref="DeviceException">The full edition is needed and not installed.</exception>
    public static int? TryRun(string[] args, Terminal terminal)
    {
        if (NeedOf(args) is not { } need)
            return null;
        string? program = Find(AppContext.BaseDirectory, terminal.Environment("PATH"));
        return Run(program ?? throw new DeviceException(Missing(need)), args);
    }

    /// <summary>Says how to install the full edition.</summary>
    /// <param name="need">What needs it.</param>
    public static string Missing(string need) => need is "studio" or "worker" or "mcp"
        ? $"impasto {need} is in a package of its own: dotnet tool install -g Impasto.Full"
        : $"{need} needs the full edition with libtorch, which is too large for a package: "
            + "see 'GPUs' in docs/install.md.";

    private static bool IsOfTorch(string? device) =>
        device is "mps" or "torch" or "cuda" || device?.StartsWith("cuda:", StringComparison.Ordinal) == true;

    // On Unix the program takes the place of this one, so that signals and the terminal are its own.
    private static int Run(string program, string[] args)
    {
        if (!OperatingSystem.IsWindows())
        {
            nint[] words = [.. ((string?[])[program, .. args, null]).Select(Marshal.StringToCoTaskMemUTF8)];
            _ = Execute(words[0], words);
            throw new ImpastoException($"'{program}' can't be started: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        using var process = Process.Start(new ProcessStartInfo(program, args) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    [DllImport("libc", EntryPoint = "execv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(nint path, nint[] words);
}
