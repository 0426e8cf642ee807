using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Impasto.Bench.Compare;

/// <summary>A built <c>impasto</c>: the command itself or its <c>Impasto.Cli.dll</c>.</summary>
internal sealed class BuiltProgram
{
    private readonly string _path;

    /// <summary>Takes the program at a path.</summary>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    public BuiltProgram(string path)
    {
        if (!File.Exists(path))
            throw new ArgumentException($"There is no program at '{path}'.");
        _path = Path.GetFullPath(path);
    }

    /// <summary>Changes when the program's own assemblies change: 16 hexadecimal digits.</summary>
    public string Identity()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(_path)!, "Impasto*.dll").Order())
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Starts the program.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="words">The words of its command line.</param>
    public Process Start(string folder, IEnumerable<string> words)
    {
        bool isAssembly = _path.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : _path, isAssembly ? [_path, .. words] : words)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No installed weights: both programs must find the same network.
        start.Environment["IMPASTO_HOME"] = Path.Combine(folder, "home");
        start.Environment["NO_COLOR"] = "1";
        return Process.Start(start)!;
    }

    /// <summary>Sends Ctrl+C.</summary>
    public static void Interrupt(Process process) =>
        Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

    /// <summary>The processor, which decides which of the engine's kernels run.</summary>
    public static string Processor()
    {
        const string List = "/proc/cpuinfo";
        string? line = File.Exists(List)
            ? File.ReadLines(List).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
