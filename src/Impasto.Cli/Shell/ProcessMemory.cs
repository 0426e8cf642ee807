using System.Diagnostics;

namespace Impasto.Cli.Shell;

/// <summary>How much memory the program took.</summary>
/// <param name="start">Bytes that it had when it began.</param>
internal sealed class ProcessMemory(long start)
{
    /// <summary>Begins now.</summary>
    public static ProcessMemory Begin() => new(Environment.WorkingSet);

    /// <summary>The most bytes that the program has had, above those it began with.</summary>
    public long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Max(0, process.PeakWorkingSet64 - start);
    }
}
