using System.Reflection;
using System.Runtime.InteropServices;

namespace Impasto.Bench;

/// <summary>Describes the machine of a measurement: numbers mean nothing without it.</summary>
internal static class Machine
{
    public static string Header(string title, BenchOptions options) =>
        $"""
        # {title}

        | | |
        |---|---|
        | Processor | {Processor()}, {Environment.ProcessorCount} logical cores |
        | Threads | {(options.Threads > 0 ? options.Threads : Environment.ProcessorCount)} |
        | System | {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture} |
        | .NET | {Environment.Version} |
        | libtorch | {Version("libtorch")} through TorchSharp {Version("TorchSharp")} |
        | Other work | {Load()} |
        | Date | {TimeProvider.System.GetUtcNow():yyyy-MM-dd} |

        """;

    private static string Processor()
    {
        const string List = "/proc/cpuinfo";
        string? line = File.Exists(List)
            ? File.ReadLines(List).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null
            ? RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..];
    }

    private static string Load()
    {
        const string Average = "/proc/loadavg";
        return File.Exists(Average)
            ? $"load average {File.ReadAllText(Average).Split(' ')[0]} before the measurement; above 0, times are too "
                + "long, processor times less so"
            : "unknown";
    }

    private static string Version(string package) => Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == package).Value ?? "unknown";
}
