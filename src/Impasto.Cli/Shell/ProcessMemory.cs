using System.Diagnostics;

namespace Impasto.Cli.Shell;

/// <summary>Measures how much memory the program takes.</summary>
/// <param name="start">Bytes in use at the start.</param>
internal sealed class ProcessMemory(long start)
{
    /// <summary>Starts to measure.</summary>
    public static ProcessMemory Begin() => new(Environment.WorkingSet);

    /// <summary>The most bytes that were in use so far, minus those at the start.</summary>
    public long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Max(0, process.PeakWorkingSet64 - start);
    }
}
