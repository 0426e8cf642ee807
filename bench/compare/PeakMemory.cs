using System.Diagnostics;
using System.Globalization;

namespace Impasto.Bench.Compare;

/// <summary>The most memory that a process had, as the system counts it.</summary>
internal static class PeakMemory
{
    private const int MillisecondsBetweenLooks = 10;

    /// <summary>Waits until a process ends.</summary>
    /// <returns>Bytes; 0 where the system does not count them.</returns>
    public static long Watch(Process process)
    {
        // The system counts the peak itself, but forgets it when the process ends: the last look is close enough.
        string status = $"/proc/{process.Id}/status";
        long peak = 0;
        do
            peak = Math.Max(peak, Read(status));
        while (!process.WaitForExit(MillisecondsBetweenLooks));
        process.WaitForExit();
        return peak;
    }

    private static long Read(string status)
    {
        try
        {
            string? line = File.ReadLines(status).FirstOrDefault(IsPeak);
            string? kilobytes = line?.Split(' ', '\t').First(IsNumber);
            return kilobytes is null ? 0 : 1024 * long.Parse(kilobytes, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static bool IsPeak(string line) => line.StartsWith("VmHWM:", StringComparison.Ordinal);

    private static bool IsNumber(string word) => word.Length > 0 && word.All(char.IsAsciiDigit);
}
